import { providerLoader } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import type { ImageInputs } from "./provider/image-inputs";

/** The frozen type token. A change of it is a breaking change. */
const IMAGE_TYPE = "pulumi-nodejs:dynamic/anew:Image";

/** The digits of the hash in a logical name, as many as a generation's id has. */
const HASH_IN_NAME = /^[0-9a-f]{8}$/;

/** The part of a content hash that stands in a logical name. */
function hashInName(contentHash: string): string {
  return contentHash.slice(0, 8);
}

/** The logical name of an image: its build's, and the content. */
function imageName(build: string, digits: string): string {
  return `${build}-${digits}`;
}

function imageOptions(build: pulumi.Resource): pulumi.CustomResourceOptions {
  return {
    parent: build,
    retainOnDelete: true,
    deleteBeforeReplace: false,
    // Both are inherited. A protected image could never be left behind by the next one.
    protect: false,
    additionalSecretOutputs: ["connection"],
  };
}

/** One image, identified by its content. */
class ImageResource extends pulumi.CustomResource {
  declare public readonly reference: pulumi.Output<string>;
  declare public readonly reused: pulumi.Output<boolean>;

  constructor(
    name: string,
    inputs: { readonly [K in keyof ImageInputs]?: pulumi.Input<ImageInputs[K]> },
    opts: pulumi.CustomResourceOptions,
  ) {
    const props = { ...inputs, reference: undefined, reused: undefined };
    super(IMAGE_TYPE, name, { ...props, __provider: providerLoader("@anew/images/provider", "image") }, opts);
  }
}

export { HASH_IN_NAME, hashInName, IMAGE_TYPE, ImageResource, imageName, imageOptions };
