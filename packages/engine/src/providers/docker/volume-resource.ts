import { ask } from "./daemon";
import { isNotFound, says } from "./docker-error";
import type { DockerResource } from "./docker-resource";
import { labelList } from "./label-list";
import { retryFor } from "./poll";
import { VOLUME_RESOURCE } from "./volume-schema";

/** How long a volume may still be in use before its deletion fails, in milliseconds. */
const IN_USE_LIMIT_MS = 30_000;

export const volumeResource: DockerResource = {
  schema: VOLUME_RESOURCE,

  async create(daemon, inputs) {
    const volume = await ask(daemon, "Unable to create volume", () =>
      daemon.docker.createVolume({
        Name: inputs.text("name"),
        Labels: inputs.labels(),
        Driver: inputs.text("driver"),
        DriverOpts: inputs.map("driverOpts"),
      }),
    );
    return { id: volume.name };
  },

  async read(daemon, id) {
    const volume = await ask(daemon, "Unable to inspect volume", () =>
      daemon.docker
        .getVolume(id)
        .inspect()
        .catch((error: unknown) => (isNotFound(error) ? undefined : Promise.reject(error))),
    );
    if (!volume) return undefined;
    return {
      outputs: {
        driver: volume.Driver,
        driverOpts: volume.Options ?? {},
        labels: labelList(volume.Labels),
        mountpoint: volume.Mountpoint,
        name: volume.Name,
      },
    };
  },

  async update() {
    throw new Error("docker:index/volume:Volume: every change replaces a volume");
  },

  async remove(daemon, id) {
    const inUse = (error: unknown) => says((error as Error).cause ?? error, "volume is in use");
    await retryFor(IN_USE_LIMIT_MS, inUse, () =>
      ask(daemon, `Unable to remove volume ${id}`, async () => {
        await daemon.docker
          .getVolume(id)
          .remove({ force: true })
          .catch((error: unknown) => (isNotFound(error) ? undefined : Promise.reject(error)));
      }),
    );
  },
};
