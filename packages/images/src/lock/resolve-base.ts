import { parseImageReference } from "@anew/core";
import type { Connection } from "../connection";
import { inspectImage } from "../docker/local-image";
import { ImageError } from "../image-error";
import { asDockerWould } from "../registry/insecure-registries";
import { manifestDigest, questionAbout } from "../registry/registry";
import { RegistryError } from "../registry/registry-error";
import type { Pin } from "./pin";

/**
 * What a base image's name means now: the digest in its registry or, for an image that only the local daemon
 * has, its id.
 *
 * @throws ImageError when nobody has it, or its registry cannot be asked and the daemon never pulled it
 */
async function resolveBase(name: string, connection: Connection): Promise<Pin> {
  // Pinning needs no daemon where the registry has the image.
  const local = await inspectImage(connection, name).catch(() => undefined);
  if (local !== undefined && local.digest === undefined) return { imageId: local.id };
  try {
    const question = questionAbout(parseImageReference(name));
    const digest = await asDockerWould(question.registry, connection, (how) =>
      manifestDigest({ ...question, ...how }),
    );
    if (digest !== undefined) return { digest };
    // Docker with the containerd store gives a digest to what was built here, too.
    if (local !== undefined) return { imageId: local.id };
  } catch (error) {
    if (error instanceof RegistryError && local?.digest !== undefined) return { digest: local.digest };
    throw error;
  }
  throw new ImageError({
    property: "dockerfile",
    given: name,
    expected: "a base image that its registry or the local Docker daemon has",
    fix: "check its name, or build it first",
  });
}

export { resolveBase };
