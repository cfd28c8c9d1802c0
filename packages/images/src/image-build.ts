import { resolve } from "node:path";
import { type ImageSource, parseDuration } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_KEEP_IMAGES } from "./check-common-args";
import { readDefinition } from "./definition/definition";
import type { BuildSecret, BuildSecrets } from "./docker/build-secrets";
import { declareEarlier } from "./earlier-images";
import { checkArgs, DEFAULT_IMAGE_TIMEOUT, type ImageBuildArgs } from "./image-build-args";
import { hashInName, imageName, imageOptions } from "./image-name";
import { earlierImagesOf, IMAGE_TYPE, ImageResource } from "./image-resource";

/**
 * An image that is identified by the hash of everything that goes into it: built once, then reused everywhere.
 *
 * Other content is another resource, so that an update never changes an image and never deletes one: the old
 * ones stay in the registry and in the state, where a rollback finds them.
 */
class ImageBuild extends pulumi.ComponentResource implements ImageSource {
  /** 64 hexadecimal digits over everything that goes into the image. Known before anything runs. */
  public readonly contentHash: string;
  /** The image's tag in the repository: its content hash. */
  public readonly tag: string;
  /** `repository@sha256:…`; without a repository the image's id in the Docker daemon, `sha256:…`. */
  public readonly reference: pulumi.Output<string>;
  /** Whether the image was there already when this resource was created, so that nothing was built. */
  public readonly reused: pulumi.Output<boolean>;

  /**
   * @throws InputError that names every argument that cannot be, with what is allowed
   * @throws FileTreeError for a context that cannot be read
   */
  constructor(name: string, args: ImageBuildArgs, opts?: pulumi.ComponentResourceOptions) {
    const { contentHash, buildArgs, platforms } = readDefinition(
      args ?? {},
      `ImageBuild ${name}`,
      checkArgs(args ?? {}),
    );
    super("anew:images:ImageBuild", name, {}, opts);
    this.contentHash = contentHash;
    this.tag = contentHash;

    const digits = hashInName(contentHash);
    const child = imageName(name, digits);
    const image = new ImageResource(
      child,
      {
        resourceUrn: pulumi.createUrn(child, IMAGE_TYPE, this),
        name,
        contentHash,
        ...(args.repository === undefined ? {} : { repository: args.repository }),
        // The provider's process may stand in another folder.
        context: resolve(args.context),
        ...(args.dockerfile === undefined ? {} : { dockerfile: resolve(args.dockerfile) }),
        buildArgs,
        ...(args.target === undefined ? {} : { target: args.target }),
        platforms,
        secrets: fromHere(args.secrets ?? {}),
        connection: pulumi.secret(args.connection ?? {}),
        timeoutMs: parseDuration(args.timeout ?? DEFAULT_IMAGE_TIMEOUT),
        current: true,
      },
      imageOptions(this),
    );
    void declareEarlier(this, name, earlierImagesOf(this), {
      current: digits,
      keep: args.keep ?? DEFAULT_KEEP_IMAGES,
    });
    this.reference = image.reference;
    this.reused = image.reused;
    this.registerOutputs({ contentHash, tag: this.tag, reference: this.reference, reused: this.reused });
  }
}

/** Files of secrets by absolute paths, for the same reason. */
function fromHere(secrets: BuildSecrets): BuildSecrets {
  const absolute = (secret: BuildSecret) => ("file" in secret ? { file: resolve(secret.file) } : secret);
  return Object.fromEntries(Object.entries(secrets).map(([id, secret]) => [id, absolute(secret)]));
}

export { ImageBuild };
