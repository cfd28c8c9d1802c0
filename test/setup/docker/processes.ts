import { readdirSync, readFileSync } from "node:fs";

/** A process, known by its id and by when it started: an id alone is given out again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot, field 22 of /proc/PID/stat. */
  readonly startTime: string;
}

/** The identity of a running process; `undefined` when there is none, or nothing of it is left but its exit code. */
export function processIdentity(pid: number): ProcessIdentity | undefined {
  const fields = statFields(pid);
  const startTime = fields?.[19];
  return fields?.[0] === "Z" || startTime === undefined ? undefined : { pid, startTime };
}

/** Does exactly this process still run? */
export function isRunning(process: ProcessIdentity | undefined): boolean {
  return process !== undefined && processIdentity(process.pid)?.startTime === process.startTime;
}

/** The processes whose command line names a daemon's folder or namespace: the shims of its containers, which outlive a killed daemon. */
export function processesNaming(folder: string, namespace: string): readonly number[] {
  return allProcesses()
    .filter((pid) => pid !== process.pid)
    .filter((pid) => commandLine(pid).some((word) => word === namespace || word.includes(`${folder}/`)));
}

export function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has just ended
  }
}

/** The processes of a group that still run. */
export function processesOfGroup(group: number): readonly number[] {
  return allProcesses().filter((pid) => {
    const fields = statFields(pid);
    return fields?.[0] !== "Z" && Number(fields?.[2]) === group;
  });
}

function allProcesses(): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number);
}

/** The fields of /proc/PID/stat after the name: the state is the first. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may itself hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
