import { setTimeout as delay } from "node:timers/promises";
import type Dockerode from "dockerode";
import { createOptions, resourceOptions } from "./container-create-options";
import { allLogs } from "./container-logs";
import { attachNetworks } from "./container-networks";
import { containerOutputs } from "./container-outputs";
import { CONTAINER } from "./container-schema";
import { upload } from "./container-upload";
import { ask, type Daemon } from "./daemon";
import { isNotFound, says } from "./docker-error";
import { type DockerResource, Unfinished } from "./docker-resource";
import type { Fields } from "./fields";
import { findImage } from "./images";

const DEFAULT_WAIT_SECONDS = 60;
const HEALTH_PAUSE_MS = 100;

/** The properties that Docker changes in a container that runs. */
const UPDATABLE = [
  "restart",
  "maxRetryCount",
  "cpuShares",
  "memory",
  "memoryReservation",
  "cpuSet",
  "memorySwap",
  "deviceReadBps",
  "deviceReadIops",
  "deviceWriteBps",
  "deviceWriteIops",
];

export const containerResource: DockerResource = {
  schema: CONTAINER,

  async create(daemon, inputs) {
    const image = inputs.text("image") ?? "";
    try {
      await findImage(daemon, image);
    } catch (error) {
      throw new Error(`Unable to create container with image ${image}: ${(error as Error).message}`);
    }
    await refuseVolumeOptions(daemon, inputs);
    const container = await ask(daemon, "Unable to create container", () =>
      daemon.docker.createContainer(createOptions(inputs)),
    );
    try {
      const containerLogs = await complete(daemon, container, inputs);
      return { id: container.id, ...(containerLogs === undefined ? {} : { outputs: { containerLogs } }) };
    } catch (error) {
      throw new Unfinished(container.id, (error as Error).message);
    }
  },

  async read(daemon, id, state) {
    const container = daemon.docker.getContainer(id);
    const info = await ask(daemon, `Unable to inspect container ${id}`, () =>
      container.inspect().catch((error: unknown) => (isNotFound(error) ? undefined : Promise.reject(error))),
    );
    return info && { id: info.Id, outputs: containerOutputs(info, state) };
  },

  async update(daemon, id, next, changed) {
    const container = daemon.docker.getContainer(id);
    if (changed.has("mustRun") && next.flag("mustRun") && next.flag("start")) {
      await ask(daemon, "Unable to start container", () => start(container));
    }
    if (!UPDATABLE.some((key) => changed.has(key))) return;
    const { ShmSize, NanoCpus, CpuPeriod, CpuQuota, ...resources } = resourceOptions(next);
    await ask(daemon, "Unable to update a container", () =>
      container.update({
        ...resources,
        RestartPolicy: {
          Name: next.text("restart") ?? "no",
          MaximumRetryCount: next.number("maxRetryCount") ?? 0,
        },
      }),
    );
  },

  async remove(daemon, id, state) {
    const container = daemon.docker.getContainer(id);
    if (!state.flag("attach")) {
      // Like the real provider: without destroyGraceSeconds it is killed at once, whatever stopTimeout says.
      await ask(daemon, `Error stopping container ${id}`, () =>
        unless(container.stop({ t: state.number("destroyGraceSeconds") ?? 0 }), [304, 404]),
      );
    }
    await ask(daemon, `Error deleting container ${id}`, () =>
      unless(
        container.remove({ v: state.flag("removeVolumes"), force: true }),
        [404],
        "is already in progress",
      ),
    );
    const condition = state.flag("rm") ? "removed" : "not-running";
    await ask(daemon, `Error waiting for container removal '${id}'`, () =>
      unless(container.wait({ condition }), [404], "is already in progress"),
    );
  },
};

/** The real provider wants a newer Docker for any option of a volume's mount, not only for a path in the volume. */
async function refuseVolumeOptions(daemon: Daemon, inputs: Fields): Promise<void> {
  const mounts = inputs.objects("mounts").filter((mount) => mount.text("type") === "volume");
  if (!mounts.some((mount) => mount.object("volumeOptions"))) return;
  const { ApiVersion } = await ask(daemon, "Unable to read Docker's version", () => daemon.docker.version());
  const [major = 0, minor = 0] = ApiVersion.split(".").map(Number);
  if (major > 1 || minor >= 45) return;
  throw new Error("Setting VolumeOptions.Subpath requires docker version 1.45 or higher");
}

/** Everything after the container exists. Answers its logs when the program asked to wait for its end. */
async function complete(
  daemon: Daemon,
  container: Dockerode.Container,
  inputs: Fields,
): Promise<string | undefined> {
  await attachNetworks(daemon, container, inputs);
  for (const file of inputs.objects("uploads")) {
    await ask(daemon, "Unable to upload volume content", () => upload(container, file));
  }
  if (inputs.flag("start")) {
    await ask(daemon, "Unable to start container", () => start(container));
    if (inputs.flag("wait")) await untilHealthy(daemon, container, inputs);
  }
  if (!inputs.flag("attach")) return undefined;
  const logs = inputs.flag("logs") ? allLogs(container, inputs.flag("tty")) : undefined;
  await ask(daemon, "Unable to wait container end of execution", () => container.wait());
  return logs && (await ask(daemon, "unable to read container logs", () => logs));
}

async function start(container: Dockerode.Container): Promise<void> {
  await unless(container.start(), [304]);
}

async function untilHealthy(daemon: Daemon, container: Dockerode.Container, inputs: Fields): Promise<void> {
  const end = Date.now() + (inputs.number("waitTimeout") ?? DEFAULT_WAIT_SECONDS) * 1000;
  for (;;) {
    const info = await ask(daemon, "error inspecting container state", () => container.inspect());
    if (!info.State.Health) {
      throw new Error(
        "you have supplied a 'wait' argument, but the container does not have a healthcheck defined. Please remove the 'wait' argument or add a 'healthcheck' attribute",
      );
    }
    if (info.State.Health.Status === "healthy") return;
    if (Date.now() >= end) throw new Error("container failed to be in healthy state");
    await delay(HEALTH_PAUSE_MS);
  }
}

/** Waits for a call; some failures mean that there was nothing left to do. */
async function unless(
  call: Promise<unknown>,
  codes: readonly number[],
  ...words: readonly string[]
): Promise<void> {
  try {
    await call;
  } catch (error) {
    const code = (error as { statusCode?: number }).statusCode;
    if (code !== undefined && codes.includes(code)) return;
    if (words.length > 0 && says(error, ...words)) return;
    throw error;
  }
}
