import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onEnd } from "./cleanup";
import { lineReader, mustRun, which } from "./command";
import { installPrograms } from "./docker/install";
import { anewFolder } from "./places";

export interface Registry {
  /** Host and port, as it stands before a repository's name. A daemon talks plain HTTP to 127.0.0.1. */
  readonly address: string;
  /** Tags an image of the daemon's, pushes it, and gives its reference by digest. */
  push(host: string, image: string, repository: string): Promise<string>;
  stop(): Promise<void>;
}

const START_TIMEOUT = 20_000;

/** A registry of images on a free port of 127.0.0.1, whose content goes away with it. Needs `docker-registry`. */
export async function startRegistry(): Promise<Registry> {
  await installPrograms(["docker-registry"]);
  if (which("docker-registry") === undefined) {
    throw new Error("docker-registry is missing: apt-get install docker-registry");
  }
  const folder = mkdtempSync(join(anewFolder("registries"), "registry-"));
  const configuration = {
    version: 0.1,
    log: { level: "info" },
    storage: { filesystem: { rootdirectory: join(folder, "data") }, delete: { enabled: true } },
    http: { addr: "127.0.0.1:0" },
  };
  writeFileSync(join(folder, "config.yml"), JSON.stringify(configuration)); // YAML reads JSON
  const child = spawn("docker-registry", ["serve", join(folder, "config.yml")], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= (async () => {
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    })();
    return stopped;
  };
  onEnd("registry", stop);
  process.on("exit", () => child.kill("SIGKILL"));
  const address = await listeningAddress(child);
  return { address, stop, push: (host, image, repository) => push(host, image, `${address}/${repository}`) };
}

function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("docker-registry did not start")), START_TIMEOUT);
    const read = lineReader((line) => {
      const address = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", read);
    child.once("exit", (code) => reject(new Error(`docker-registry ended with ${code}`)));
  });
}

async function push(host: string, image: string, repository: string): Promise<string> {
  const env = { ...process.env, DOCKER_HOST: host };
  const tag = `${repository}:${Date.now().toString(36)}`;
  await mustRun("docker", ["tag", image, tag], { env });
  const said = await mustRun("docker", ["push", tag], { env, timeout: 120_000 });
  await mustRun("docker", ["rmi", tag], { env });
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(said)?.[1];
  if (digest === undefined) throw new Error(`docker push did not say a digest:\n${said}`);
  await mustRun("docker", ["pull", "-q", `${repository}@${digest}`], { env });
  return `${repository}@${digest}`;
}
