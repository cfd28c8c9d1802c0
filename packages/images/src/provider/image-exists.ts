import { parseRepository } from "@anew/core";
import type { Connection } from "../connection";
import { hasImage } from "../docker/local-image";
import { isSimulated } from "../docker/simulated-image";
import { asDockerWould } from "../registry/insecure-registries";
import { manifestDigest } from "../registry/registry";

/** Longest wait for a registry when nothing depends on its answer, milliseconds. */
const LOOK_TIMEOUT_MS = 5_000;

/**
 * Whether the image is still where it was put.
 * @throws ImageError when its registry or daemon cannot be asked
 */
async function imageExists(
  { reference, repository }: { readonly reference: string; readonly repository?: string },
  connection: Connection,
): Promise<boolean> {
  if (isSimulated(connection)) return true;
  if (repository === undefined) return hasImage(connection, reference);
  const digest = reference.slice(reference.indexOf("@") + 1);
  const place = parseRepository(repository);
  const question = { ...place, reference: digest, timeoutMs: LOOK_TIMEOUT_MS };
  const found = await asDockerWould(place.registry, connection, (how) =>
    manifestDigest({ ...question, ...how }),
  );
  return found !== undefined;
}

export { imageExists };
