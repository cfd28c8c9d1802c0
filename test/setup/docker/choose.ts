import { existsSync } from "node:fs";
import { SetupError } from "../cleanup";
import { run, which } from "../command";
import { say } from "../say";
import { answers } from "./answers";
import { canInstall, installPrograms } from "./install";
import { type PrivateDaemon, startPrivateDaemon } from "./private-daemon";

export interface DockerEngine {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Only when this run has started the daemon by itself. */
  readonly daemon?: PrivateDaemon;
}

const DEFAULT_SOCKET = "unix:///var/run/docker.sock";

/**
 * The Docker daemon that answers; else, as root on Debian or Ubuntu, a private one for this run.
 *
 * @throws SetupError which says what to install
 */
export async function chooseDocker(): Promise<DockerEngine> {
  const host = await answeringHost();
  if (host !== undefined) {
    if (which("docker") === undefined) throw noDocker("the docker command is missing");
    return { host };
  }
  if (process.platform !== "linux" || process.getuid?.() !== 0) throw noDocker("no Docker daemon answers");
  if (which("dockerd") === undefined && !canInstall()) throw noDocker("there is no Docker here");
  if (canInstall()) await installPrograms(["dockerd", "docker", "iptables", "ip"]);
  say("no Docker daemon answers: starting a private one for this run");
  const daemon = await startPrivateDaemon();
  return { host: daemon.host, daemon };
}

/** The address of the daemon that the `docker` command would use, if it answers. */
export async function answeringHost(): Promise<string | undefined> {
  const candidates = [process.env.DOCKER_HOST, await contextHost(), DEFAULT_SOCKET];
  for (const host of new Set(candidates)) {
    if (host === undefined || host === "") continue;
    if (host.startsWith("unix://") && !existsSync(host.slice("unix://".length))) continue;
    if (await answers(host)) return host;
  }
  if (process.env.DOCKER_HOST) say(`nothing answers at DOCKER_HOST (${process.env.DOCKER_HOST})`);
  return undefined;
}

async function contextHost(): Promise<string | undefined> {
  const args = ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"];
  const { exitCode, stdout } = await run("docker", args, { timeout: 5000 });
  return exitCode === 0 ? stdout.trim() : undefined;
}

function noDocker(problem: string): SetupError {
  return new SetupError(
    `${problem}. Install Docker and start it (https://docs.docker.com/engine/install/; on Debian or Ubuntu: apt-get install docker.io), ` +
      "or set DOCKER_HOST to one that runs, or run this as root on Debian or Ubuntu, where it sets up a private one. " +
      "Without any Docker: npx -y pnpm@12 demo --simulated",
  );
}
