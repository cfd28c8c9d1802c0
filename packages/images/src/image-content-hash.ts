import type { ImageContentArgs } from "./content-args";
import { readDefinition } from "./definition/definition";

/**
 * The content hash that an ImageBuild with these arguments has, without a Pulumi program.
 *
 * @param subject what errors are about. @default the context
 * @returns 64 hexadecimal digits
 * @throws InputError with all problems; FileTreeError for a context that cannot be read
 */
function imageContentHash(args: ImageContentArgs, subject = `image of ${args.context}`): string {
  return readDefinition(args, subject).contentHash;
}

export { imageContentHash };
