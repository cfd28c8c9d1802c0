import { dockerClient } from "./client";

/** Networks that a daemon has by itself and never gives up. */
const BUILT_IN = new Set(["bridge", "host", "none"]);

/** Removes all containers and networks of a private daemon. Says nothing when the daemon is gone: its leftovers are then undone without it. */
export async function removeEverything(host: string): Promise<void> {
  const docker = dockerClient(host);
  try {
    const containers = await docker.listContainers({ all: true });
    await Promise.allSettled(
      containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })),
    );
    const networks = (await docker.listNetworks()).filter(({ Name }) => !BUILT_IN.has(Name));
    await Promise.allSettled(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
  } catch {
    // gone
  }
}
