import type Docker from "dockerode";
import { processesOfGroup } from "../setup/docker/processes";

/** Something that should be gone. */
export interface Leftover {
  readonly kind: "container" | "network" | "volume" | "process";
  readonly name: string;
}

export interface StackKey {
  readonly project: string;
  readonly stack: string;
  /** The router is known by its port. */
  readonly port: number;
}

type Labels = Readonly<Record<string, string>> | null | undefined;

/** Containers, networks and volumes of a Docker daemon that belong to a stack. */
export async function dockerLeftovers(docker: Docker, key: StackKey): Promise<readonly Leftover[]> {
  const containers = await docker.listContainers({ all: true });
  const networks = await docker.listNetworks();
  const { Volumes: volumes } = await docker.listVolumes();
  const found = (kind: Leftover["kind"], all: readonly { name: string; labels: Labels }[]): Leftover[] =>
    all.filter(({ name, labels }) => belongsTo(key, name, labels)).map(({ name }) => ({ kind, name }));
  return [
    ...found(
      "container",
      containers.map(({ Names, Labels }) => ({ name: (Names[0] ?? "").slice(1), labels: Labels })),
    ),
    ...found(
      "network",
      networks.map(({ Name, Labels }) => ({ name: Name, labels: Labels })),
    ),
    ...found(
      "volume",
      (volumes ?? []).map(({ Name, Labels }) => ({ name: Name, labels: Labels })),
    ),
  ];
}

/** What still runs of the process groups that were started. */
export function processLeftovers(groups: readonly number[]): readonly Leftover[] {
  return groups.flatMap(processesOfGroup).map((pid) => ({ kind: "process", name: String(pid) }));
}

/** Removes them, containers first: they hold the others. */
export async function removeLeftovers(docker: Docker, leftovers: readonly Leftover[]): Promise<void> {
  const named = (kind: Leftover["kind"]): readonly string[] =>
    leftovers.filter((one) => one.kind === kind).map(({ name }) => name);
  for (const name of named("container")) await docker.getContainer(name).remove({ force: true, v: true });
  for (const name of named("network")) await docker.getNetwork(name).remove();
  for (const name of named("volume")) await docker.getVolume(name).remove();
}

function belongsTo({ project, stack, port }: StackKey, name: string, labels: Labels): boolean {
  const labelled = labels?.["dev.anew.project"] === project && labels["dev.anew.stack"] === stack;
  const router = new RegExp(`^anew-router-${port}(-|$)`);
  return labelled || router.test(name);
}
