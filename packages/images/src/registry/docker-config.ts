import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Who the user is at a registry. */
type Credentials =
  | { readonly username: string; readonly password: string }
  /** A refresh token for the registry's token server. */
  | { readonly identityToken: string };

/** Longest time for a credential helper, milliseconds; it may have to ask a cloud. */
const HELPER_TIMEOUT_MS = 15_000;

/**
 * The user's credentials for a registry, from where `docker login` put them: a credential helper, the
 * credential store or the file itself. None when the user never logged in.
 *
 * @param registry as in a reference: `registry.example:5000`, `docker.io`
 * @throws Error when the configuration or its helper does not work
 * @see https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
async function credentialsFor(registry: string): Promise<Credentials | undefined> {
  const config = readConfig();
  const keys = registryKeys(registry);
  const helpers = record(config.credHelpers);
  const named = keys.map((key) => helpers[key]).find((helper) => typeof helper === "string");
  const helper = named ?? config.credsStore;
  if (typeof helper === "string" && helper !== "") {
    for (const key of keys) {
      const found = await askHelper(helper, key);
      if (found !== undefined) return found;
    }
    if (named !== undefined) return undefined;
  }
  const auths = record(config.auths);
  for (const key of keys) {
    const found = fromEntry(record(auths[key]));
    if (found !== undefined) return found;
  }
  return undefined;
}

function readConfig(): Record<string, unknown> {
  const path = join(process.env.DOCKER_CONFIG ?? join(homedir(), ".docker"), "config.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return {};
  }
  try {
    return record(JSON.parse(text));
  } catch {
    // The parser's own message would quote the file, which holds passwords.
    throw new Error(`${path} is no valid JSON`);
  }
}

/** Docker Hub has its own key; others are written with or without a scheme. */
function registryKeys(registry: string): string[] {
  if (registry === "docker.io") return ["https://index.docker.io/v1/", "docker.io", "index.docker.io"];
  return [
    registry,
    `https://${registry}`,
    `http://${registry}`,
    `https://${registry}/v1/`,
    `https://${registry}/v2/`,
  ];
}

function fromEntry({
  auth,
  username,
  password,
  identitytoken,
}: Record<string, unknown>): Credentials | undefined {
  if (typeof identitytoken === "string" && identitytoken !== "") return { identityToken: identitytoken };
  if (typeof username === "string" && typeof password === "string") return { username, password };
  if (typeof auth !== "string") return undefined;
  const text = Buffer.from(auth, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

async function askHelper(helper: string, key: string): Promise<Credentials | undefined> {
  const { execa } = await import("execa");
  const name = `docker-credential-${helper}`;
  const result = await execa(name, ["get"], { input: key, timeout: HELPER_TIMEOUT_MS, reject: false });
  if (result.code === "ENOENT") throw new Error(`the credential helper ${name} is not on the PATH`);
  if (result.timedOut) throw new Error(`the credential helper ${name} did not answer`);
  // A helper says on its standard output what is wrong.
  if (result.exitCode !== 0) {
    if (/not found/i.test(result.stdout)) return undefined;
    throw new Error(`the credential helper ${name} failed: ${firstLine(result.stdout || result.stderr)}`);
  }
  return fromHelper(name, result.stdout);
}

function fromHelper(name: string, answer: string): Credentials {
  let parsed: Record<string, unknown> = {};
  try {
    parsed = record(JSON.parse(answer));
  } catch {
    // Refused below, without a word of the answer.
  }
  const { Username: username, Secret: secret } = parsed;
  if (typeof username !== "string" || typeof secret !== "string") {
    throw new Error(`the credential helper ${name} gave an answer that is not understood`);
  }
  return username === "<token>" ? { identityToken: secret } : { username, password: secret };
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export type { Credentials };
export { credentialsFor };
