import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../setup/command";
import { cgroupFolders, processesOf, removeCgroup } from "../setup/control-groups";
import { isRunning, kill, processesNaming } from "../setup/docker/processes";
import { waitFor } from "../setup/docker/wait";
import { mountsBelow } from "../setup/mounts";
import { say } from "../setup/say";
import { removeKubernetesChains } from "./firewall";
import { networkNamespace, removeBridge } from "./network";
import { type ClusterRecord, readRecords } from "./record";
import { restoreSysctls } from "./sysctls";

/** How long killed processes may take to be gone, in milliseconds. */
const DEATH_TIMEOUT = 20_000;

/** Where the network plugins note what they have done, and the kubelet links logs. */
const PLUGIN_NOTES = "/var/lib/cni/results";
const LOG_LINKS = "/var/log/containers";

/** Cleans up what killed runs of this clone have left, and clusters kept by hand of which nothing runs any more, as after a restart of the machine. */
export async function undoLeftovers(): Promise<void> {
  for (const record of readRecords()) {
    const lives = record.owner === undefined ? hasProcesses(record) : isRunning(record.owner);
    if (lives) continue;
    say(`cleaning up after a cluster that was killed (${record.id})`);
    await undoCluster(record);
  }
}

export function hasProcesses(record: ClusterRecord): boolean {
  return Object.values(record.processes).some(isRunning);
}

/** Ends a cluster and gives back all it has claimed: processes, mounts, interfaces, chains, control groups, kernel settings, folders. */
export async function undoCluster(record: ClusterRecord): Promise<void> {
  // Nothing in it is worth a farewell, and one that is killed starts nothing again.
  await waitFor(() => {
    for (const pid of left(record)) kill(pid, "SIGKILL");
    return left(record).length === 0;
  }, DEATH_TIMEOUT);
  const sockets = shimSockets(record); // noted in what goes away now
  for (const mount of mountsBelow([record.runFolder, record.folder])) await run("umount", ["-l", mount]);
  // Those of another namespace are gone with it.
  if (record.networkNamespace === networkNamespace()) {
    await removeKubernetesChains(record.chains);
    await removeBridge(record);
  }
  // The last one puts the machine's settings back; before, another still needs them.
  const others = readRecords().filter((other) => other.id !== record.id && hasProcesses(other));
  if (others.length === 0) restoreSysctls(record.sysctls);
  for (const folder of cgroupFolders(record.cgroup)) removeCgroup(folder);
  for (const socket of sockets) rmSync(socket, { force: true });
  removeStrays(record, others.length === 0);
  rmSync(record.runFolder, { recursive: true, force: true });
  rmSync(record.folder, { recursive: true, force: true }); // the record goes with it
}

function left(record: ClusterRecord): readonly number[] {
  return [
    ...Object.values(record.processes)
      .filter(isRunning)
      .map(({ pid }) => pid),
    ...processesNaming(record.runFolder, record.id),
    ...cgroupFolders(record.cgroup).flatMap(processesOf),
  ];
}

/** Where containers' shims listen: in a folder of their own choice, which other containerds share. A killed one leaves its socket. */
export function shimSockets({ runFolder }: ClusterRecord): readonly string[] {
  const tasks = join(runFolder, "containerd/io.containerd.runtime.v2.task/k8s.io");
  return filesIn(tasks)
    .map((task) => join(task, "address"))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8").trim().replace("unix://", ""));
}

/** What the parts leave in places that they cannot be told. */
function removeStrays(record: ClusterRecord, isLast: boolean): void {
  for (const file of filesIn(PLUGIN_NOTES)) {
    if (file.startsWith(join(PLUGIN_NOTES, `${record.id}-`))) rmSync(file, { force: true });
  }
  for (const link of filesIn(LOG_LINKS)) {
    if (target(link).startsWith(`${record.folder}/`)) rmSync(link, { force: true });
  }
  if (!isLast) return;
  for (const folder of record.strayFolders) rmSync(folder, { recursive: true, force: true });
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}
