import { childUrn, readStackOutputs, reasonOf, type StackOutputs, urnName, urnsOf } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { HASH_IN_NAME, imageName } from "./image-name";

/** Images of one kind, as the state names them. */
interface ImageKind {
  /** The type token of their resource. */
  readonly type: string;
  /** Declares an earlier one under this logical name, with all of its inputs ignored. */
  readonly declare: (name: string) => void;
}

/**
 * Declares the images that the state knows of a build and that the program does not use now, as they are. Otherwise the
 * state would forget them, and going back to one would create it anew: nothing would be built, but a rollback would
 * show a creation and a deletion.
 */
async function declareEarlier(
  build: pulumi.Resource,
  name: string,
  { type, declare }: ImageKind,
  { current, keep }: { readonly current: string; readonly keep: number },
): Promise<void> {
  try {
    const urns = await urnsOf(build);
    for (const digits of earlierImages(await readStackOutputs(), urns, { type, current, keep })) {
      declare(imageName(name, digits));
    }
  } catch (error) {
    const reason = reasonOf(error);
    void pulumi.log.warn(`the state will name only the newest image of ${name}: ${reason}`, build);
  }
}

/**
 * The hashes in the names of a build's images that the state knows, the newest first; those of a build that was renamed
 * too, for its images are renamed along with it.
 * @param urns of the build, its aliases included
 */
function earlierImages(
  outputs: StackOutputs,
  urns: readonly string[],
  { type, current, keep }: { readonly type: string; readonly current: string; readonly keep: number },
): string[] {
  /** When each was recorded, in ISO 8601; an older version did not say. */
  const found = new Map<string, string>();
  for (const build of urns) {
    const prefix = `${childUrn(build, type, urnName(build))}-`;
    for (const [urn, { createdAt }] of outputs) {
      const digits = urn.startsWith(prefix) ? urn.slice(prefix.length) : "";
      if (HASH_IN_NAME.test(digits) && digits !== current) found.set(digits, String(createdAt ?? ""));
    }
  }
  return [...found]
    .sort(([a, at], [b, bt]) => (at === bt ? (a < b ? -1 : 1) : at < bt ? 1 : -1))
    .map(([digits]) => digits)
    .slice(0, keep);
}

export type { ImageKind };
export { declareEarlier, earlierImages };
