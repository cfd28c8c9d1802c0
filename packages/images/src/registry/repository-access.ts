import { authorization } from "./authorization";
import { certificateAuthorities } from "./certificates";
import { parseChallenge } from "./challenge";
import { type HttpAnswer, type HttpRequest, HttpTimeout, request } from "./http";
import { RegistryError } from "./registry-error";

/** A repository in a registry, and how to talk to it. */
interface RepositoryAccess {
  readonly registry: string;
  readonly repository: string;
  /** @default "pull" */
  readonly rights?: "pull" | "pull,push";
  /** Whether Docker treats this registry as insecure: plain HTTP, or a certificate of its own. */
  readonly insecure?: boolean;
  readonly timeoutMs?: number;
  /** What errors are about: the image, or the repository. */
  readonly name: string;
}

/**
 * One request to a repository, with the user's credentials when the registry asks for them.
 *
 * @param path below `/v2/<repository>/`
 * @throws RegistryError when it cannot be reached, or the credentials cannot be had
 */
async function askRepository(
  access: RepositoryAccess,
  path: string,
  options: HttpRequest,
): Promise<HttpAnswer> {
  const place = `/v2/${access.repository}/${path}`;
  const first = await send(access, place, options);
  const challenge = first.status === 401 ? parseChallenge(first.headers["www-authenticate"]) : undefined;
  if (challenge === undefined) return first;
  const header = await authorization(challenge, {
    registry: access.registry,
    scope: `repository:${access.repository}:${access.rights ?? "pull"}`,
    name: access.name,
    send: (url, tokenRequest) => attempt(url, access.name, { ...secured(access), ...tokenRequest }),
  });
  if (header === undefined) return first;
  return send(access, place, { ...options, headers: { ...options.headers, authorization: header } });
}

/** The error for an answer that is no success. */
function refusal({ name }: RepositoryAccess, { status, body }: HttpAnswer): RegistryError {
  const detail = `HTTP status ${status}${describeErrors(body)}`;
  return new RegistryError(status === 401 || status === 403 ? "denied" : "failed", name, detail);
}

/** Plain HTTP only where Docker would use it too. */
async function send(access: RepositoryAccess, path: string, options: HttpRequest): Promise<HttpAnswer> {
  const host = access.registry === "docker.io" ? "registry-1.docker.io" : access.registry;
  const secure = { ...options, ...secured(access) };
  try {
    return await request(`https://${host}${path}`, secure);
  } catch (error) {
    if (isInsecure(access) && !(error instanceof HttpTimeout))
      return attempt(`http://${host}${path}`, access.name, secure);
    throw asRegistryError(error, access.name);
  }
}

async function attempt(url: string, name: string, options: HttpRequest): Promise<HttpAnswer> {
  try {
    return await request(url, options);
  } catch (error) {
    throw asRegistryError(error, name);
  }
}

function secured(access: RepositoryAccess): Pick<HttpRequest, "insecure" | "ca" | "timeoutMs"> {
  const ca = certificateAuthorities(access.registry);
  return {
    insecure: isInsecure(access),
    ...(ca === undefined ? {} : { ca }),
    ...(access.timeoutMs === undefined ? {} : { timeoutMs: access.timeoutMs }),
  };
}

/** Docker counts a registry on this machine as insecure. */
function isInsecure({ registry, insecure }: RepositoryAccess): boolean {
  return insecure === true || /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(registry);
}

function asRegistryError(error: unknown, name: string): RegistryError {
  if (error instanceof HttpTimeout) return new RegistryError("timeout", name, error.message);
  // A connection tried on several addresses fails with one error for each, and no message.
  const causes = error instanceof AggregateError ? error.errors : [error];
  return new RegistryError(
    "unreachable",
    name,
    causes.map((cause) => (cause instanceof Error ? cause.message : String(cause))).join("; "),
  );
}

/** The registry's own words, when it uses the form of the specification. */
function describeErrors(body: Buffer): string {
  try {
    const { errors } = JSON.parse(body.toString("utf8")) as {
      errors?: { code?: unknown; message?: unknown }[];
    };
    const texts = (errors ?? []).map(({ code, message }) =>
      [code, message].filter((part) => typeof part === "string").join(": "),
    );
    return texts.length === 0 ? "" : `: ${texts.join("; ")}`;
  } catch {
    return "";
  }
}

export type { RepositoryAccess };
export { askRepository, refusal };
