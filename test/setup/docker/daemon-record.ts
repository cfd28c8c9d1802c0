import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { anewFolder } from "../places";
import type { ProcessIdentity } from "./processes";

/** All that a private daemon claims on the machine, written before it claims it, so that the next run can undo it after a kill -9. */
export interface DaemonRecord {
  /** Also the name of its folder, its bridge and its control group. */
  readonly id: string;
  /** Whose daemon it is. When that process is gone, the daemon is a leftover. */
  readonly owner: ProcessIdentity;
  readonly dockerd?: ProcessIdentity;
  /** Images, containers and volumes. */
  readonly dataFolder: string;
  /** Sockets, process ids, mounts. */
  readonly runFolder: string;
  readonly bridge: string;
  /** The second byte of 10.x.0.0/16. */
  readonly subnet: number;
  readonly cgroup: string;
}

/** The comment on the daemon's only firewall rule, which is also how to find it. */
export function ruleOf(record: DaemonRecord): readonly string[] {
  const subnet = `10.${record.subnet}.0.0/16`;
  return ["FORWARD", "-s", subnet, "-d", subnet, "-m", "comment", "--comment", record.id, "-j", "ACCEPT"];
}

export function writeRecord(record: DaemonRecord): void {
  const file = recordFile(record.id);
  writeFileSync(`${file}.new`, JSON.stringify(record, undefined, 2));
  renameSync(`${file}.new`, file);
}

export function readRecords(): readonly DaemonRecord[] {
  return readdirSync(anewFolder("docker"))
    .map(readRecord)
    .filter((record) => record !== undefined);
}

function readRecord(id: string): DaemonRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(id), "utf8")) as DaemonRecord;
  } catch {
    return undefined; // a folder that never came as far as a record claims nothing else
  }
}

function recordFile(id: string): string {
  return join(anewFolder("docker", id), "daemon.json");
}
