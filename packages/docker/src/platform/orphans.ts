import { type GroupKey, LABELS, type Orphan } from "@anew/core";
import type Dockerode from "dockerode";
import { short, statusOf } from "./containers";

/**
 * What carries the group's labels and is not known.
 * @param served what the router has attached: a container's name in its DNS, and its generation
 */
async function findOrphans(
  docker: Dockerode,
  key: GroupKey,
  known: ReadonlySet<string>,
  served: ReadonlyMap<string, string>,
): Promise<Orphan[]> {
  const filters = {
    label: [
      `${LABELS.project}=${key.project}`,
      `${LABELS.stack}=${key.stack}`,
      `${LABELS.group}=${key.group}`,
      `${LABELS.owner}=${key.owner}`,
    ],
  };
  const orphans: Orphan[] = [];
  for (const container of await docker.listContainers({ all: true, filters })) {
    const names = container.Names.map((name) => name.slice(1));
    if (![container.Id, ...names].some((one) => known.has(one))) {
      const attachedAs = served.get(short(container.Id));
      orphans.push({
        ...(attachedAs === undefined ? {} : { attachedAs }),
        id: `container ${container.Id}`,
        description: `container ${names[0] ?? short(container.Id)} of generation ${container.Labels[LABELS.generation]}`,
      });
    }
  }
  const { Volumes: volumes } = await docker.listVolumes({ filters });
  for (const volume of volumes ?? []) {
    if (!known.has(volume.Name)) {
      orphans.push({ id: `volume ${volume.Name}`, description: `volume ${volume.Name}` });
    }
  }
  return orphans;
}

/** Stops what runs, then removes it. What is gone already is fine; a volume in use stays. */
async function removeOrphan(docker: Dockerode, orphan: Orphan): Promise<void> {
  const [kind, id = ""] = orphan.id.split(" ");
  try {
    if (kind === "container") {
      const container = docker.getContainer(id);
      await container.stop().catch((error) => {
        // 304: it does not run.
        if (statusOf(error) !== 304) {
          throw error;
        }
      });
      await container.remove({ force: true });
    } else {
      await docker.getVolume(id).remove();
    }
  } catch (error) {
    if (statusOf(error) !== 404 && statusOf(error) !== 409) {
      throw error;
    }
  }
}

export { findOrphans, removeOrphan };
