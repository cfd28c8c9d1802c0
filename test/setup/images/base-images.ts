import { run, which } from "../command";
import { installPrograms } from "../docker/install";
import { remember } from "../remember";
import { say } from "../say";
import { imageFromMachine } from "./root-filesystem";

/** The usual images, used where a registry can be reached. */
export const OFFICIAL_NODE = "node:22-slim";
export const OFFICIAL_HAPROXY = "haproxy:3.0-alpine";

/** How long a registry may take to say that it is there, and an image to arrive, in milliseconds. */
const PROBE_TIMEOUT = 3000;
const PULL_TIMEOUT = 180_000;

/**
 * A base image with Node: the official one by digest, or one made from this machine's own Node.
 *
 * @returns what goes after FROM
 */
export async function nodeImage(host: string): Promise<string> {
  return (await official(host, OFFICIAL_NODE)) ?? (await imageFromMachine(host, nodeRecipe()));
}

/** An image with HAProxy for the router: the official one by digest, or one made from Debian's package. */
export async function haproxyImage(host: string): Promise<string> {
  const pulled = await official(host, OFFICIAL_HAPROXY);
  if (pulled !== undefined) return pulled;
  await installPrograms(["haproxy"]);
  return imageFromMachine(host, haproxyRecipe());
}

function nodeRecipe(): Parameters<typeof imageFromMachine>[1] {
  return {
    name: "anew/node",
    programs: { "/usr/local/bin/node": process.execPath },
    users: { node: 1000 },
    folders: { "/home/node": 0o755 },
    settings: ["ENV PATH=/usr/local/bin:/usr/bin:/bin", 'CMD ["node"]'],
  };
}

/** Laid out as the official image, so that the same configuration runs on both. */
function haproxyRecipe(): Parameters<typeof imageFromMachine>[1] {
  const haproxy = which("haproxy");
  if (haproxy === undefined) throw new Error("haproxy is missing: apt-get install haproxy");
  return {
    name: "anew/haproxy",
    programs: { "/usr/local/sbin/haproxy": haproxy },
    users: { haproxy: 99 },
    folders: { "/usr/local/etc/haproxy": 0o755, "/var/lib/haproxy": 0o777, "/run": 0o755 },
    links: { "/usr/sbin/haproxy": "/usr/local/sbin/haproxy" },
    settings: [
      "ENV PATH=/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin:/sbin:/bin",
      "STOPSIGNAL SIGUSR1",
      'CMD ["haproxy", "-W", "-db", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]',
    ],
  };
}

async function official(host: string, name: string): Promise<string | undefined> {
  const env = { ...process.env, DOCKER_HOST: host };
  const local = await digestOf(name, env);
  if (local !== undefined) return local;
  const reachable = await remember("registry-1.docker.io answers", reachesDockerHub, (answer) => !answer);
  if (!reachable) return undefined;
  const pull = await run("docker", ["pull", "-q", name], { env, timeout: PULL_TIMEOUT });
  if (pull.exitCode !== 0) say(`${name} could not be pulled: ${pull.stderr.trim().split("\n").at(-1)}`);
  return digestOf(name, env);
}

async function reachesDockerHub(): Promise<boolean> {
  try {
    const answer = await fetch("https://registry-1.docker.io/v2/", {
      signal: AbortSignal.timeout(PROBE_TIMEOUT),
    });
    if (answer.status === 200 || answer.status === 401) return true;
  } catch {
    // below
  }
  say("no registry of images can be reached: base images are made from this machine's own programs");
  return false;
}

async function digestOf(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const format = "{{index .RepoDigests 0}}";
  const { exitCode, stdout } = await run("docker", ["image", "inspect", "--format", format, name], { env });
  const digest = stdout.trim().split("@")[1];
  return exitCode === 0 && digest !== undefined ? `${name}@${digest}` : undefined;
}
