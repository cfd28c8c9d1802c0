import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Fields } from "./fields";

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly serveraddress: string;
}

/** Credentials by the registry's host name. */
export type RegistryAuth = ReadonlyMap<string, Credentials>;

interface ConfigFile {
  readonly auths?: Record<string, { auth?: string; username?: string; password?: string }>;
  readonly credsStore?: string;
  readonly credHelpers?: Record<string, string>;
}

const DOCKER_HUB = [
  "https://index.docker.io/v1/",
  "registry-1.docker.io",
  "index.docker.io",
  "docker.io",
  "registry.hub.docker.com",
];

/** The provider's `registryAuth`, with what it leaves to Docker's configuration file filled in. */
export async function registryAuth(
  entries: readonly Fields[],
  env: NodeJS.ProcessEnv,
): Promise<RegistryAuth> {
  const result = new Map<string, Credentials>();
  for (const entry of entries) {
    const address = entry.text("address") ?? "";
    const hostname = registryHostname(address);
    const scheme = address.startsWith("http://") ? "http://" : "https://";
    const found = await credentials(entry, hostname, env);
    result.set(hostname, { ...found, serveraddress: scheme + hostname });
  }
  return result;
}

/** The host name that an image is pulled from. */
export function imageRegistry(image: string): string {
  const slash = image.indexOf("/");
  const first = slash < 0 ? "" : image.slice(0, slash);
  const hasHost = image.split("/").length > 2 || /[.:]/.test(first) || first === "localhost";
  return hasHost ? first : "registry-1.docker.io";
}

function registryHostname(address: string): string {
  return address.replace(/^https?:\/\//, "").split("/")[0]!;
}

async function credentials(entry: Fields, hostname: string, env: NodeJS.ProcessEnv) {
  if (entry.flag("authDisabled")) return { username: "username", password: "password" };
  const username = entry.text("username") ?? env.DOCKER_REGISTRY_USER;
  if (username) return { username, password: entry.text("password") ?? env.DOCKER_REGISTRY_PASS ?? "" };
  const content = entry.text("configFileContent");
  if (content) return fromConfigFile(JSON.parse(content) as ConfigFile, hostname);
  const path = entry.text("configFile") ?? (await defaultConfigFile(env));
  const expanded = path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
  let text: string;
  try {
    text = await readFile(expanded, "utf8");
  } catch (error) {
    throw new Error(
      `Error loading registry auth config: could not open config file from filePath: ${expanded}. Error: ${(error as Error).message}`,
    );
  }
  return fromConfigFile(JSON.parse(text) as ConfigFile, hostname);
}

async function defaultConfigFile(env: NodeJS.ProcessEnv): Promise<string> {
  const path = env.DOCKER_CONFIG;
  if (!path) return "~/.docker/config.json";
  const isFolder = await stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, "config.json") : path;
}

async function fromConfigFile(file: ConfigFile, hostname: string) {
  const names = DOCKER_HUB.includes(hostname) ? DOCKER_HUB : [hostname, `https://${hostname}`];
  const helper = file.credHelpers?.[hostname] ?? file.credsStore;
  if (helper) return fromHelper(helper, hostname);
  const found = names.map((name) => file.auths?.[name]).find((auth) => auth !== undefined);
  if (found?.auth) {
    const [username = "", ...password] = Buffer.from(found.auth, "base64").toString("utf8").split(":");
    return { username, password: password.join(":") };
  }
  return { username: found?.username ?? "", password: found?.password ?? "" };
}

async function fromHelper(helper: string, hostname: string) {
  const running = promisify(execFile)(`docker-credential-${helper}`, ["get"]);
  running.child.stdin?.end(hostname);
  const answer = JSON.parse((await running).stdout) as { Username?: string; Secret?: string };
  return { username: answer.Username ?? "", password: answer.Secret ?? "" };
}
