import { ask } from "./daemon";
import { isNotFound } from "./docker-error";
import type { DockerResource } from "./docker-resource";
import { REMOTE_IMAGE } from "./image-schema";
import { findImage, localImage, repoDigest } from "./images";

/** An image on the daemon. Its id is, as the real provider's, the image's id followed by its name. */
export const imageResource: DockerResource = {
  schema: REMOTE_IMAGE,

  async create(daemon, inputs) {
    const name = inputs.text("name")!;
    try {
      const image = await findImage(daemon, name, inputs.text("platform"));
      return { id: image.Id + name };
    } catch (error) {
      throw new Error(`Unable to read Docker image into resource: ${(error as Error).message}`);
    }
  },

  async read(daemon, _id, state) {
    const name = state.text("name");
    const image = name ? await localImage(daemon, name) : undefined;
    if (!image || !name) return undefined;
    return {
      id: image.Id + name,
      outputs: { imageId: image.Id, repoDigest: repoDigest(name, image.RepoDigests ?? []) },
    };
  },

  async update(daemon, _id, next) {
    await findImage(daemon, next.text("name")!, next.text("platform"));
  },

  async remove(daemon, _id, state) {
    const name = state.text("name");
    if (state.flag("keepLocally") || !name) return;
    await ask(daemon, "Unable to remove Docker image", () =>
      daemon.docker
        .getImage(name)
        .remove({ force: state.flag("forceRemove") })
        .catch((error: unknown) => (isNotFound(error) ? undefined : Promise.reject(error))),
    );
  },
};
