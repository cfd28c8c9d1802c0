import { createHash } from "node:crypto";

const SUFFIX_LENGTH = 7;

/**
 * `<prefix><hex digits>`, the same for the same seed: how Pulumi names resources whose program gives no name.
 * @param digits - how many of them; bridged providers take 7, others 8
 * @throws Error when it would be longer than `maxLength`
 */
export function uniqueName(
  prefix: string,
  seed: Uint8Array,
  maxLength: number,
  digits = SUFFIX_LENGTH,
): string {
  if (prefix.length + digits > maxLength) {
    throw new Error(
      `name '${prefix}' plus ${digits} random chars is longer than maximum length ${maxLength}`,
    );
  }
  const digest = createHash("sha256").update(seed).update(prefix).digest("hex");
  return prefix + digest.slice(0, digits);
}

/** The name that the program gave to a resource. */
export function logicalName(urn: string): string {
  return urn.slice(urn.indexOf("::", urn.indexOf("::", urn.indexOf("::") + 2) + 2) + 2);
}
