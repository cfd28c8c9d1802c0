import { providerLoader } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import type { ImageKind } from "../earlier-images";
import { imageOptions } from "../image-name";
import type { MachineInputs } from "./provider/machine-inputs";

/** The frozen type token. A change of it is a breaking change. */
const MACHINE_IMAGE_TYPE = "pulumi-nodejs:dynamic/anew:MachineImage";

/** Everything but `current`: of an earlier image it stays as it was. */
const FROZEN: Readonly<Record<Exclude<keyof MachineInputs, "current">, true>> = {
  resourceUrn: true,
  name: true,
  contentHash: true,
  context: true,
  template: true,
  variables: true,
  varFiles: true,
  extraFiles: true,
  only: true,
  secretVariables: true,
  connection: true,
  timeoutMs: true,
};

/** One machine image, identified by its content. */
class MachineImageResource extends pulumi.CustomResource {
  declare public readonly imageId: pulumi.Output<string>;
  declare public readonly reused: pulumi.Output<boolean>;

  constructor(
    name: string,
    inputs: { readonly [K in keyof MachineInputs]?: pulumi.Input<MachineInputs[K]> },
    opts: pulumi.CustomResourceOptions,
  ) {
    const __provider = providerLoader("@anew/images/provider", "machineImage");
    super(MACHINE_IMAGE_TYPE, name, { ...inputs, imageId: undefined, reused: undefined, __provider }, opts);
  }
}

/** How the images of a MachineImage that the program does not use now are declared. */
function earlierMachineImagesOf(image: pulumi.Resource): ImageKind {
  const options = { ...imageOptions(image), ignoreChanges: Object.keys(FROZEN) };
  const declare = (name: string) => void new MachineImageResource(name, { current: false }, options);
  return { type: MACHINE_IMAGE_TYPE, declare };
}

export { earlierMachineImagesOf, MACHINE_IMAGE_TYPE, MachineImageResource };
