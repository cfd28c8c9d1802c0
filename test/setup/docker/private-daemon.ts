import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { onEnd } from "../cleanup";
import { mustRun, run, which } from "../command";
import { anewFolder, socketFolder } from "../places";
import { answers } from "./answers";
import { type DaemonRecord, readRecords, ruleOf, writeRecord } from "./daemon-record";
import { type ProcessIdentity, processIdentity } from "./processes";
import { removeEverything } from "./remove-everything";
import { freeSubnet } from "./subnet";
import { undoDaemon, undoLeftovers } from "./undo-daemon";
import { waitFor } from "./wait";

/** How long the daemon may take until it answers, in milliseconds. */
const START_TIMEOUT = 60_000;

/** How long what a killed daemon has started may take to follow it, in milliseconds. */
const DEATH_TIMEOUT = 5000;

export interface PrivateDaemon {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** The daemon's own log. */
  readonly logFile: string;
  /** The daemon's process id. */
  pid(): number;
  /** Starts the daemon again after it has been stopped or killed: the same data, the same address. */
  start(): Promise<void>;
  /** Ends the daemon as `systemctl stop` does (SIGTERM), or as a crash does (SIGKILL), and waits until it is gone. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Removes everything in it, ends it, and gives back all it has claimed on the machine. */
  remove(): Promise<void>;
}

export interface PrivateDaemonOptions {
  /** Size of a disk in memory for all that it keeps, such as `64m`: for tests of a full one. @default the folder's own disk */
  readonly dataSize?: string;
}

/**
 * A Docker daemon that only this run uses. It shares nothing with another daemon on the machine: not the bridge, not the control group, and above all not
 * the firewall: a daemon that manages the firewall flushes the chains of the one that was there first, so this one
 * does not (`--iptables=false`). What it loses is what nothing here needs: containers do not reach the internet.
 */
export async function startPrivateDaemon(options: PrivateDaemonOptions = {}): Promise<PrivateDaemon> {
  await undoLeftovers();
  const record = newRecord();
  mkdirSync(record.dataFolder, { recursive: true });
  mkdirSync(record.runFolder, { recursive: true });
  chmodSync(record.runFolder, 0o700);
  // Its own, empty settings: the machine's (/etc/docker/daemon.json) would contradict the arguments below.
  writeFileSync(join(record.runFolder, "daemon.json"), "{}");
  writeRecord(record);
  const daemon = new OwnDaemon(record);
  if (options.dataSize !== undefined) {
    await mustRun("mount", ["-t", "tmpfs", "-o", `size=${options.dataSize}`, record.id, record.dataFolder]);
  }
  onEnd(`private Docker daemon ${record.id}`, () => daemon.remove());
  await mustRun("ip", ["link", "add", record.bridge, "type", "bridge"]);
  await mustRun("ip", ["addr", "add", `10.${record.subnet}.0.1/24`, "dev", record.bridge]);
  await mustRun("ip", ["link", "set", record.bridge, "up"]);
  if (bridgesAreFiltered()) await run("iptables", ["-I", ...ruleOf(record)]);
  await daemon.start();
  return daemon;
}

class OwnDaemon implements PrivateDaemon {
  readonly host: string;
  readonly logFile: string;
  #record: DaemonRecord;
  #removed: Promise<void> | undefined;

  constructor(record: DaemonRecord) {
    this.#record = record;
    this.host = `unix://${record.runFolder}/docker.sock`;
    this.logFile = join(record.dataFolder, "../dockerd.log");
  }

  pid(): number {
    const pid = this.#record.dockerd?.pid;
    if (pid === undefined) throw new Error("the private Docker daemon has not been started");
    return pid;
  }

  async start(): Promise<void> {
    await forgetTheDead(this.#record.runFolder);
    const log = openSync(this.logFile, "a");
    const [program, ...args] = dieWithParent(["dockerd", ...daemonArguments(this.#record, this.host)]);
    // A session of its own: a Ctrl-C must not reach it before its containers are gone.
    const child = spawn(program as string, args, { detached: true, stdio: ["ignore", log, log] });
    closeSync(log);
    child.on("error", () => {}); // told below, as a daemon that has ended
    const dockerd = child.pid === undefined ? undefined : processIdentity(child.pid);
    this.#record = { ...this.#record, dockerd };
    writeRecord(this.#record);
    const gone = (): boolean => dockerd === undefined || processIdentity(dockerd.pid) === undefined;
    await waitFor(async () => gone() || (await answers(this.host)), START_TIMEOUT);
    if (gone() || !(await answers(this.host))) {
      const log = readFileSync(this.logFile, "utf8").trimEnd().split("\n").slice(-10).join("\n");
      throw new Error(`the private Docker daemon did not start; the end of its log:\n${log}`);
    }
    child.unref();
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const pid = this.pid();
    process.kill(pid, signal);
    if (!(await waitFor(() => processIdentity(pid) === undefined, START_TIMEOUT))) {
      throw new Error(`the private Docker daemon did not end within ${START_TIMEOUT} ms of ${signal}`);
    }
  }

  remove(): Promise<void> {
    this.#removed ??= this.#remove();
    return this.#removed;
  }

  async #remove(): Promise<void> {
    // First, because a container that ignores SIGTERM would hold the daemon's end up for ten seconds.
    await removeEverything(this.host);
    await undoDaemon(this.#record);
  }
}

function newRecord(): DaemonRecord {
  const id = `anew-${randomBytes(4).toString("hex")}`; // 13 characters: an interface's name has at most 15
  return {
    id,
    owner: processIdentity(process.pid) as ProcessIdentity,
    dataFolder: join(anewFolder("docker", id), "data"),
    runFolder: join(socketFolder(), id),
    bridge: id,
    subnet: freeSubnet(readRecords().map((other) => other.subnet)),
    cgroup: id,
  };
}

function daemonArguments(record: DaemonRecord, host: string): readonly string[] {
  const subnet = `10.${record.subnet}`;
  return [
    ...["--host", host],
    ...["--data-root", record.dataFolder],
    ...["--exec-root", join(record.runFolder, "exec")],
    ...["--pidfile", join(record.runFolder, "docker.pid")],
    ...["--bridge", record.bridge],
    ...["--default-address-pool", `base=${subnet}.128.0/17,size=24`],
    ...["--iptables=false", "--ip6tables=false", "--ip-forward=false"],
    ...["--cgroup-parent", `/${record.cgroup}`],
    ...["--exec-opt", "native.cgroupdriver=cgroupfs"],
    // A containerd of the system's is shared by every daemon that uses its namespace.
    ...["--containerd-namespace", record.id],
    ...["--containerd-plugins-namespace", `${record.id}-plugins`],
    ...["--config-file", join(record.runFolder, "daemon.json")],
  ];
}

/**
 * Removes process id files of a daemon that was killed. Its containerd dies with it, but a moment later, and may
 * stay unreaped: the next daemon would take it for one that runs, and wait for it in vain.
 */
async function forgetTheDead(runFolder: string): Promise<void> {
  for (const name of ["docker.pid", "exec/containerd/containerd.pid"]) {
    const file = join(runFolder, name);
    if (!existsSync(file)) continue;
    const pid = Number(readFileSync(file, "utf8"));
    if (await waitFor(() => processIdentity(pid) === undefined, DEATH_TIMEOUT)) rmSync(file, { force: true });
  }
}

/** Has the kernel end the daemon with us, even when we are killed. Where there is no setpriv, the next run cleans up. */
function dieWithParent(command: readonly string[]): readonly string[] {
  return which("setpriv") === undefined ? command : ["setpriv", "--pdeathsig", "TERM", ...command];
}

/** Does the kernel ask the firewall about packets inside a bridge? Then another daemon's `FORWARD DROP` would hold them back. */
function bridgesAreFiltered(): boolean {
  try {
    return readFileSync("/proc/sys/net/bridge/bridge-nf-call-iptables", "utf8").trim() === "1";
  } catch {
    return false;
  }
}
