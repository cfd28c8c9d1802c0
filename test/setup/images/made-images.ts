import { dockerClient } from "../docker/client";
import { OFFICIAL_HAPROXY, OFFICIAL_NODE } from "./base-images";

/** Names of what only tests make, and of the base images that they pull. */
const MADE = /^(anew\/|127\.0\.0\.1:\d+\/)/;
const PULLED = [OFFICIAL_NODE, OFFICIAL_HAPROXY].map((name) => name.split(":")[0] as string);

/** The names, by tag and by digest, that a daemon has for its images. */
export async function imageNames(host: string): Promise<ReadonlySet<string>> {
  const images = await dockerClient(host).listImages();
  const names = images.flatMap(({ RepoTags, RepoDigests }) => [...(RepoTags ?? []), ...(RepoDigests ?? [])]);
  return new Set(names.filter((name) => !name.includes("<none>")));
}

/**
 * Takes from a daemon that is somebody's own what the tests have made or pulled, and nothing else.
 *
 * @param before the names that were there before
 */
export async function removeMadeImages(host: string, before: ReadonlySet<string>): Promise<void> {
  const docker = dockerClient(host);
  for (const name of await imageNames(host)) {
    const isOurs =
      MADE.test(name) ||
      PULLED.some((pulled) => name.startsWith(`${pulled}:`) || name.startsWith(`${pulled}@`));
    if (before.has(name) || !isOurs) continue;
    // An image with a name that was there before only loses this one.
    await docker
      .getImage(name)
      .remove()
      .catch(() => undefined); // gone with another name, or in use by something else
  }
}
