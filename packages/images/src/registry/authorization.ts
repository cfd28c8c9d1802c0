import { reasonOf } from "@anew/core";
import type { Challenge } from "./challenge";
import { type Credentials, credentialsFor } from "./docker-config";
import type { HttpAnswer, HttpRequest } from "./http";
import { RegistryError } from "./registry-error";

interface AuthorizationOptions {
  readonly registry: string;
  /** What the token shall allow: `repository:team/web:pull`. */
  readonly scope: string;
  /** The image, for messages. */
  readonly name: string;
  readonly send: (url: string, options: HttpRequest) => Promise<HttpAnswer>;
}

/**
 * The `Authorization` header that answers a registry's challenge, with the user's own Docker credentials.
 * Undefined when the registry wants a password and the user has none.
 *
 * @throws RegistryError when the credentials cannot be read, or the token server refuses them
 * @see https://distribution.github.io/distribution/spec/auth/
 */
async function authorization(
  challenge: Challenge,
  options: AuthorizationOptions,
): Promise<string | undefined> {
  const credentials = await readCredentials(options);
  if (challenge.scheme === "basic") {
    return credentials === undefined || "identityToken" in credentials ? undefined : basic(credentials);
  }
  const answer = await askTokenServer(challenge, credentials, options);
  const token = answer.status === 200 ? tokenIn(answer.body) : undefined;
  if (token !== undefined) return `Bearer ${token}`;
  const { host } = new URL(challenge.realm);
  const denied = answer.status === 401 || answer.status === 403;
  throw new RegistryError(
    denied ? "denied" : "failed",
    options.name,
    `${host} answered HTTP status ${answer.status}`,
  );
}

async function readCredentials({ registry, name }: AuthorizationOptions): Promise<Credentials | undefined> {
  try {
    return await credentialsFor(registry);
  } catch (error) {
    throw new RegistryError("credentials", name, reasonOf(error));
  }
}

function askTokenServer(
  { realm, service }: Extract<Challenge, { scheme: "bearer" }>,
  credentials: Credentials | undefined,
  { scope, send }: AuthorizationOptions,
): Promise<HttpAnswer> {
  const parameters = new URLSearchParams({ scope, ...(service === undefined ? {} : { service }) });
  if (credentials !== undefined && "identityToken" in credentials) {
    parameters.set("grant_type", "refresh_token");
    parameters.set("client_id", "anew");
    parameters.set("refresh_token", credentials.identityToken);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return send(realm, { method: "POST", headers, body: parameters.toString() });
  }
  const url = new URL(realm);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  const headers: Record<string, string> =
    credentials === undefined ? {} : { authorization: basic(credentials) };
  return send(url.toString(), { method: "GET", headers });
}

function tokenIn(body: Buffer): string | undefined {
  try {
    const { token, access_token: accessToken } = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
    const found = token ?? accessToken;
    return typeof found === "string" && found !== "" ? found : undefined;
  } catch {
    return undefined;
  }
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

export { authorization };
