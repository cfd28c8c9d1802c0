import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { which } from "../setup/command";
import { isRunning, kill, processIdentity } from "../setup/docker/processes";
import { waitFor } from "../setup/docker/wait";
import { components } from "./components";
import { type ClusterRecord, readRecord, writeRecord } from "./record";

/** How long a part may take to end, in milliseconds. */
const STOP_TIMEOUT = 90_000;

/** Starts a part's process and records it. */
export function startPart(id: string, name: string): void {
  const record = recordOf(id);
  const component = components(record).find((one) => one.name === name);
  if (component === undefined) throw new Error(`this cluster has no part "${name}"`);
  const log = openSync(logFile(record, name), "a");
  const [program, ...args] = diesWithUs(record) ? withParent(component.command) : component.command;
  // A session of its own: a Ctrl-C must not reach it before its pods are gone.
  const env = { ...process.env, ...component.env };
  const child = spawn(program as string, args, { detached: true, env, stdio: ["ignore", log, log] });
  closeSync(log);
  child.on("error", () => {}); // told as a part that has ended
  child.unref();
  const identity = child.pid === undefined ? undefined : processIdentity(child.pid);
  if (identity === undefined) throw ended(record, name);
  writeRecord({ ...record, processes: { ...record.processes, [name]: identity } });
}

/** Ends a part and waits until it is gone. */
export async function stopPart(id: string, name: string, signal: NodeJS.Signals): Promise<void> {
  const running = recordOf(id).processes[name];
  if (running === undefined || !isRunning(running)) return;
  kill(running.pid, signal);
  if (!(await waitFor(() => !isRunning(running), STOP_TIMEOUT))) {
    throw new Error(`${name} of cluster ${id} did not end within ${STOP_TIMEOUT} ms of ${signal}`);
  }
}

/** Waits until a part is ready; an error with the end of its log when it has ended, or does not come up. */
export async function untilReady(
  id: string,
  name: string,
  isReady: () => Promise<boolean>,
  milliseconds: number,
): Promise<void> {
  const record = recordOf(id);
  const hasEnded = (): boolean => !isRunning(recordOf(id).processes[name]);
  const done = await waitFor(async () => (await isReady()) || hasEnded(), milliseconds);
  if (!done || hasEnded()) throw ended(record, name);
}

export function logFile({ folder }: ClusterRecord, name: string): string {
  return join(folder, `${name}.log`);
}

export function recordOf(id: string): ClusterRecord {
  const record = readRecord(id);
  if (record === undefined) throw new Error(`cluster ${id} has been removed`);
  return record;
}

function ended(record: ClusterRecord, name: string): Error {
  const end = readFileSync(logFile(record, name), "utf8").trimEnd().split("\n").slice(-15).join("\n");
  return new Error(`${name} of cluster ${record.id} did not start; the end of its log:\n${end}`);
}

/** A part that another process than the owner starts must outlive it. */
function diesWithUs({ owner }: ClusterRecord): boolean {
  return owner?.pid === process.pid && isRunning(owner);
}

/** Has the kernel end the part with us, even when we are killed. Where there is no setpriv, the next run cleans up. */
function withParent(command: readonly string[]): readonly string[] {
  return which("setpriv") === undefined ? command : ["setpriv", "--pdeathsig", "KILL", ...command];
}
