import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../command";
import { cgroupFolders, processesOf, removeCgroup } from "../control-groups";
import { mountsBelow } from "../mounts";
import { say } from "../say";
import { type DaemonRecord, readRecords, ruleOf } from "./daemon-record";
import { isRunning, kill, processesNaming } from "./processes";
import { waitFor } from "./wait";

/** How long the daemon may take to stop by itself, in milliseconds. Its containers have been removed before. */
const STOP_TIMEOUT = 20_000;

/** Cleans up what killed runs of this clone have left. */
export async function undoLeftovers(): Promise<void> {
  for (const record of readRecords()) {
    if (isRunning(record.owner)) continue;
    say(`cleaning up after a run that was killed (${record.id})`);
    await undoDaemon(record);
  }
}

/** Ends a private daemon and gives back all it has claimed: processes, mounts, interfaces, the firewall rule, control groups, folders. */
export async function undoDaemon(record: DaemonRecord): Promise<void> {
  if (record.dockerd !== undefined && isRunning(record.dockerd)) {
    kill(record.dockerd.pid, "SIGTERM");
    await waitFor(() => !isRunning(record.dockerd), STOP_TIMEOUT);
  }
  // What is left now was left by a kill: the daemon's containerd, the containers' shims, the containers.
  const left = (): readonly number[] => [
    ...processesNaming(record.runFolder, record.id),
    ...cgroupFolders(record.cgroup).flatMap(processesOf),
  ];
  await waitFor(() => {
    for (const pid of left()) kill(pid, "SIGKILL");
    return left().length === 0;
  }, STOP_TIMEOUT);
  for (const mount of mountsBelow([record.runFolder, record.dataFolder])) {
    await run("umount", ["-l", mount]);
  }
  for (const name of await interfacesOf(record)) await run("ip", ["link", "delete", name]);
  while ((await run("iptables", ["-C", ...ruleOf(record)])).exitCode === 0) {
    if ((await run("iptables", ["-D", ...ruleOf(record)])).exitCode !== 0) break;
  }
  for (const folder of cgroupFolders(record.cgroup)) removeCgroup(folder);
  rmSync(record.runFolder, { recursive: true, force: true });
  rmSync(record.dataFolder, { recursive: true, force: true });
  rmSync(dirname(record.dataFolder), { recursive: true, force: true }); // the record goes last
}

/** The daemon's bridge, and those of networks that nobody has removed: their addresses lie in the daemon's subnet. */
async function interfacesOf(record: DaemonRecord): Promise<readonly string[]> {
  const { stdout } = await run("ip", ["-4", "-o", "addr", "show"]);
  const names = stdout
    .split("\n")
    .filter((line) => line.includes(`inet 10.${record.subnet}.`))
    .map((line) => line.split(/\s+/)[1] ?? "");
  const bridge = existsSync(join("/sys/class/net", record.bridge)) ? [record.bridge] : [];
  return [...new Set([...names, ...bridge])].filter(
    (name) => name === record.bridge || name.startsWith("br-"),
  );
}
