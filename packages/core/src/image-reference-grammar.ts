import { FormatError } from "./format-error";

/** Parts of an image reference; "image" is the whole. */
export type ImageReferencePart = "image" | "registry" | "repository" | "tag" | "digest";

/** A part of an image reference that breaks the grammar. */
export class ImageReferenceError extends FormatError {
  /** Which part is wrong. */
  readonly part: ImageReferencePart;

  constructor(part: ImageReferencePart, given: string, expected: string, fix?: string) {
    super(given, expected, fix, part);
    this.name = "ImageReferenceError";
    this.part = part;
  }
}

const LONGEST_REPOSITORY = 255;
const LONGEST_TAG = 128;
const DIGEST_DIGITS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** @throws ImageReferenceError unless `registry` is a host name, an IPv4 or `[IPv6]` address, with or without a port */
export function checkRegistry(registry: string): void {
  const [, host = "", port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(registry) ?? [];
  const label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  const isHost = new RegExp(`^${label}(?:\\.${label})*$`).test(host) || /^\[[0-9A-Fa-f:]+\]$/.test(host);
  if (!isHost)
    throw new ImageReferenceError("registry", registry, "a host name such as registry.example:5000");
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)) {
    throw new ImageReferenceError("registry", registry, "a port from 1 to 65535 after the colon");
  }
}

/** @throws ImageReferenceError unless `repository` is made of path components */
export function checkRepository(repository: string): void {
  const refuse = (expected: string, fix?: string) => {
    throw new ImageReferenceError("repository", repository, expected, fix);
  };
  if (repository === "") refuse("a name such as team/web");
  if (/[A-Z]/.test(repository)) {
    refuse(
      "lower case; upper case letters are not allowed",
      `write ${JSON.stringify(repository.toLowerCase())}`,
    );
  }
  if (/\s/.test(repository)) refuse("no white space");
  if (repository.length > LONGEST_REPOSITORY) refuse(`at most ${LONGEST_REPOSITORY} characters`);
  for (const component of repository.split("/")) {
    if (component === "") refuse('a component before and after each "/"');
    const odd = /[^a-z0-9._-]/u.exec(component)?.[0];
    if (odd !== undefined)
      refuse(`letters a to z, digits, ".", "_", "-" and "/", not ${JSON.stringify(odd)}`);
    if (!/^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/.test(component)) {
      refuse(
        'components of letters and digits with a single ".", "_", "__" or "-" between them, never at an end',
      );
    }
  }
}

/** @throws ImageReferenceError unless `tag` is a tag */
export function checkTag(tag: string): void {
  if (tag.length > LONGEST_TAG)
    throw new ImageReferenceError("tag", tag, `at most ${LONGEST_TAG} characters`);
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(tag)) {
    throw new ImageReferenceError(
      "tag",
      tag,
      'letters, digits, "_", "." and "-", starting with none of the last two',
    );
  }
}

/** @throws ImageReferenceError unless `digest` is a digest of a known algorithm */
export function checkDigest(digest: string): void {
  const [, algorithm = "", digits = ""] = /^([^:]*):(.*)$/s.exec(digest) ?? [];
  const length = DIGEST_DIGITS[algorithm];
  if (length === undefined) {
    throw new ImageReferenceError("digest", digest, '"sha256:" and 64 hexadecimal digits');
  }
  if (digits.length !== length || !/^[0-9a-f]*$/.test(digits)) {
    const expected = `"${algorithm}:" and ${length} hexadecimal digits in lower case`;
    throw new ImageReferenceError("digest", digest, `${expected}, not ${digits.length} characters`);
  }
}
