import type { ArgReader } from "./arg-reader";
import { FormatError } from "./format-error";
import { formatImageReference, isImageId, parseImageReference } from "./image-reference";
import { isImageSource } from "./image-source";

const IMAGE_EXPECTED = "an ImageBuild or name@sha256:…";
const IMAGE_FIX = "use ImageBuild.reference: a tag can move";

/** The image as a spec holds it: `content:…`, a complete reference by digest, or an image's id. */
export function readImage(image: ArgReader): string | undefined {
  if (isImageSource(image.raw)) return `content:${image.raw.contentHash}`;
  if (image.absent) return image.refuse(IMAGE_EXPECTED);
  return image.parsed(readReference, IMAGE_EXPECTED);
}

function readReference(text: string): string {
  if (isImageId(text)) return text;
  const reference = parseImageReference(text);
  if (reference.digest === undefined) throw new FormatError(text, "name@sha256:…", IMAGE_FIX);
  // The digest decides what runs. With the tag, a new tag for the same image would be a new generation.
  const { tag: _, ...withoutTag } = reference;
  return formatImageReference(withoutTag);
}
