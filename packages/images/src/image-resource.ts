import { providerLoader } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import type { ImageKind } from "./earlier-images";
import { imageOptions } from "./image-name";
import type { ImageInputs } from "./provider/image-inputs";

/** The frozen type token. A change of it is a breaking change. */
const IMAGE_TYPE = "pulumi-nodejs:dynamic/anew:Image";

/** Everything but `current`: of an earlier image it stays as it was. */
const FROZEN: Readonly<Record<Exclude<keyof ImageInputs, "current">, true>> = {
  resourceUrn: true,
  name: true,
  contentHash: true,
  repository: true,
  context: true,
  dockerfile: true,
  buildArgs: true,
  target: true,
  platforms: true,
  secrets: true,
  connection: true,
  timeoutMs: true,
};

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

/** How the images of a build that the program does not use now are declared. */
function earlierImagesOf(build: pulumi.Resource): ImageKind {
  const options = { ...imageOptions(build), ignoreChanges: Object.keys(FROZEN) };
  return { type: IMAGE_TYPE, declare: (name) => void new ImageResource(name, { current: false }, options) };
}

export { earlierImagesOf, IMAGE_TYPE, ImageResource };
