import { canonicalJson } from "./canonical-json";
import { ContentHash } from "./content-hash";
import type { Spec } from "./spec";

/** Number of hexadecimal digits in a generation's id. */
export const GENERATION_ID_LENGTH = 8;

/**
 * A generation's id: it depends on the whole spec and on nothing else. A change of what this returns for a
 * given spec is a breaking change: everybody's next update would release everything again.
 *
 * @returns {@link GENERATION_ID_LENGTH} hexadecimal digits
 */
export function generationId(spec: Spec): string {
  return new ContentHash("anew/generation/1")
    .field("spec", canonicalJson(spec))
    .digest()
    .slice(0, GENERATION_ID_LENGTH);
}
