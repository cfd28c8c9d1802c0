import { resolve } from "node:path";
import { parseDuration } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_KEEP_IMAGES } from "../check-common-args";
import { declareEarlier } from "../earlier-images";
import { hashInName, imageName, imageOptions } from "../image-name";
import { readMachineDefinition } from "./definition/definition";
import { checkMachineArgs, DEFAULT_MACHINE_IMAGE_TIMEOUT, type MachineImageArgs } from "./machine-image-args";
import { earlierMachineImagesOf, MACHINE_IMAGE_TYPE, MachineImageResource } from "./machine-resource";

/**
 * An image of a whole machine, made by Packer and identified by the hash of everything that goes into it: built once,
 * then reused everywhere.
 *
 * Other content is another resource, so that an update never changes an image and never deletes one: the old ones stay
 * in the cloud and in the state, where a rollback finds them.
 */
class MachineImage extends pulumi.ComponentResource {
  /** 64 hexadecimal digits over everything that goes into the image. Known before anything runs. */
  public readonly contentHash: string;
  /** The image's id in its region, `ami-…`. */
  public readonly imageId: pulumi.Output<string>;
  /** Whether the image was there already when this resource was created, so that nothing was built. */
  public readonly reused: pulumi.Output<boolean>;

  /**
   * @throws InputError that names every argument that cannot be, with what is allowed
   * @throws FileTreeError for files that cannot be read
   */
  constructor(name: string, args: MachineImageArgs, opts?: pulumi.ComponentResourceOptions) {
    const subject = `MachineImage ${name}`;
    const problems = checkMachineArgs(args ?? {});
    const { contentHash, variables, varFiles, template } = readMachineDefinition(
      args ?? {},
      subject,
      problems,
    );
    super("anew:images:MachineImage", name, {}, opts);
    this.contentHash = contentHash;

    const digits = hashInName(contentHash);
    const child = imageName(name, digits);
    const image = new MachineImageResource(
      child,
      {
        resourceUrn: pulumi.createUrn(child, MACHINE_IMAGE_TYPE, this),
        name,
        contentHash,
        // The provider's process may stand in another folder.
        context: resolve(args.context),
        template,
        variables,
        varFiles,
        extraFiles: fromHere(args.extraFiles ?? {}),
        ...(args.only === undefined ? {} : { only: args.only }),
        secretVariables: pulumi.secret(args.secretVariables ?? {}),
        connection: pulumi.secret(args.connection ?? {}),
        timeoutMs: parseDuration(args.timeout ?? DEFAULT_MACHINE_IMAGE_TIMEOUT),
        current: true,
      },
      imageOptions(this),
    );
    const keep = args.keep ?? DEFAULT_KEEP_IMAGES;
    void declareEarlier(this, name, earlierMachineImagesOf(this), { current: digits, keep });
    this.imageId = image.imageId;
    this.reused = image.reused;
    this.registerOutputs({ contentHash, imageId: this.imageId, reused: this.reused });
  }
}

function fromHere(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([place, path]) => [place, resolve(path)]));
}

export { MachineImage };
