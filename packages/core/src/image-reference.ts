import {
  checkDigest,
  checkRegistry,
  checkRepository,
  checkTag,
  ImageReferenceError,
} from "./image-reference-grammar";

/** An image's name, complete: `docker.io` and `library/` are written out. */
export interface ImageReference {
  /** Host, with a port where one was given: `registry.example:5000`. @default "docker.io" */
  readonly registry: string;
  /** Path in the registry: `library/nginx`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits (or sha512 and 128). */
  readonly digest?: string;
}

/** The registry of a reference that names none. */
export const DEFAULT_REGISTRY = "docker.io";

/**
 * Reads `[registry/]repository[:tag][@digest]`. A reference without a registry is one of `docker.io`, as
 * Docker reads it, so that two spellings of one image compare equal.
 *
 * @throws ImageReferenceError that names the part that is wrong, what was given and what is allowed
 * @see https://github.com/distribution/reference
 */
export function parseImageReference(text: string): ImageReference {
  const [beforeDigest, digest] = splitOnce(text, text.indexOf("@"));
  if (digest !== undefined) checkDigest(digest);
  // A colon before the last slash belongs to the registry's port.
  const colon = beforeDigest.lastIndexOf(":");
  const [name, tag] = splitOnce(beforeDigest, colon > beforeDigest.lastIndexOf("/") ? colon : -1);
  if (tag !== undefined) checkTag(tag);
  return {
    ...parseName(name),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/**
 * Reads a repository without tag and digest, as images are pushed to: `registry.example/web`.
 *
 * @throws ImageReferenceError, also when there is a tag or a digest
 */
export function parseRepository(text: string): Pick<ImageReference, "registry" | "repository"> {
  const { tag, digest, ...name } = parseImageReference(text);
  if (digest !== undefined) throw new ImageReferenceError("repository", text, "no digest here");
  if (tag !== undefined) throw new ImageReferenceError("repository", text, "no tag here");
  return name;
}

/** The complete text: `docker.io/library/nginx:1.27@sha256:…`. */
export function formatImageReference({ registry, repository, tag, digest }: ImageReference): string {
  const name = `${registry}/${repository}`;
  return name + (tag === undefined ? "" : `:${tag}`) + (digest === undefined ? "" : `@${digest}`);
}

/** Whether text is a valid reference with a digest, which always means the same image. */
export function isDigestReference(text: string): boolean {
  try {
    return parseImageReference(text).digest !== undefined;
  } catch (error) {
    if (error instanceof ImageReferenceError) return false;
    throw error;
  }
}

/** Whether text is the id of an image in the local daemon: `sha256:` and 64 hexadecimal digits. */
export function isImageId(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

function parseName(name: string): Pick<ImageReference, "registry" | "repository"> {
  if (/^[0-9a-f]{64}$/.test(name)) {
    throw new ImageReferenceError(
      "repository",
      name,
      "a name, not 64 hexadecimal digits",
      'write an image id as "sha256:…"',
    );
  }
  if (/^[A-Za-z][A-Za-z+.-]*:\/\//.test(name)) {
    throw new ImageReferenceError(
      "image",
      name,
      "no URL scheme",
      `write ${JSON.stringify(name.replace(/^.*?:\/\//, ""))}`,
    );
  }
  const [first, rest] = splitOnce(name, name.indexOf("/"));
  if (rest === undefined || !isRegistry(first)) {
    checkRepository(name);
    return { registry: DEFAULT_REGISTRY, repository: rest === undefined ? `library/${name}` : name };
  }
  checkRegistry(first);
  checkRepository(rest);
  const registry = first === "index.docker.io" ? DEFAULT_REGISTRY : first;
  const official = registry === DEFAULT_REGISTRY && !rest.includes("/");
  return { registry, repository: official ? `library/${rest}` : rest };
}

/**
 * The first component is a registry if it looks like a host and not like a user's name. Docker also takes
 * one with upper case letters for a host; here `MyTeam/web` is the mistake that it most likely is.
 */
function isRegistry(component: string): boolean {
  return component === "localhost" || /[.:[]/.test(component);
}

function splitOnce(text: string, index: number): [string, string | undefined] {
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
