import {
  ContentHash,
  canonicalJson,
  type FileTreeFilter,
  fileHash,
  fileTreeHash,
  type Json,
  listFileTree,
} from "@anew/core";
import type { MachineDefinition } from "./definition";
import { type ExtraFiles, treeOf } from "./extra-files";

/** Where the files are that are hashed: at first where the user has them, later in the copy. */
interface HashedPlaces {
  readonly context: string;
  readonly filter: FileTreeFilter;
  readonly extraFiles: readonly ExtraFiles[];
}

type HashedArgs = Pick<MachineDefinition, "template" | "variables" | "varFiles" | "only">;

/**
 * The hash of everything that goes into a machine image. What is not in it: times, owners, where the files lie, secret
 * variables, the region.
 *
 * @returns 64 hexadecimal digits; another value for the same content would be a breaking change
 */
function machineHashOf({ context, filter, extraFiles, ...args }: HashedPlaces & HashedArgs): string {
  const hash = new ContentHash("anew/machine-image/1").field("context", fileTreeHash(context, filter));
  for (const extra of extraFiles) {
    const { root, filter: files } = treeOf(extra);
    hash.field("extra", extra.at).field("kind", extra.kind);
    if (extra.kind === "directory") hash.field("tree", fileTreeHash(root, files));
    else {
      // Its own name does not count, only its place.
      hash.field("executable", listFileTree(root, files)[0]?.executable ? "1" : "0");
      hash.field("sha256", fileHash(extra.from));
    }
  }
  hash.field("template", args.template);
  for (const name of Object.keys(args.variables).sort()) {
    hash.field("variable", name).field("value", canonicalJson(args.variables[name] as Json));
  }
  for (const file of args.varFiles) hash.field("var-file", file);
  if (args.only !== undefined) hash.field("only", args.only);
  return hash.digest();
}

export type { HashedPlaces };
export { machineHashOf };
