import { createHmac } from "node:crypto";
import { isWellFormed } from "./well-formed";

/**
 * Stands for a secret value in a spec: HMAC-SHA-256, keyed with the group's random salt, over the property's
 * path and the value, each framed by its length. The same value at two places has two fingerprints.
 *
 * @param salt random, itself a secret in the state
 * @param name path of the property, such as `secretEnv.DATABASE_URL`
 * @returns 64 hexadecimal digits
 * @throws RangeError for an empty salt, with which anyone could test guesses
 * @throws TypeError for text with half a surrogate pair, which has no UTF-8
 */
export function fingerprint(salt: string, name: string, value: string): string {
  if (salt === "") throw new RangeError("fingerprint: got an empty salt");
  const hmac = createHmac("sha256", salt);
  for (const part of ["anew/fingerprint/1", name, value]) {
    if (!isWellFormed(part)) throw new TypeError(`fingerprint: ${name} holds half a surrogate pair`);
    hmac.update(`${Buffer.byteLength(part)}:`).update(part, "utf8");
  }
  return hmac.digest("hex");
}
