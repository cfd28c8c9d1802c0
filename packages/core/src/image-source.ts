import type * as pulumi from "@pulumi/pulumi";

/** An image that Anew builds, seen from the components that run it: an `ImageBuild` is one. */
export interface ImageSource {
  /** Hash of everything that goes into the image; plain, so that a generation's id is known at preview. */
  readonly contentHash: string;
  /** `repository@sha256:…`, or the id of an image in the local daemon. */
  readonly reference: pulumi.Output<string>;
}

/** Whether a value has the shape of an {@link ImageSource}. */
export function isImageSource(value: unknown): value is ImageSource {
  return (
    typeof value === "object" &&
    value !== null &&
    "contentHash" in value &&
    typeof value.contentHash === "string" &&
    "reference" in value
  );
}
