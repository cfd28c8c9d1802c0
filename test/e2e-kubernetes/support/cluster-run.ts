import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type ClusterRecord, readRecords } from "../../cluster/record";
import { readSysctls } from "../../cluster/sysctls";
import { shimSockets } from "../../cluster/undo";
import { anewFolder, mustRun, onEnd, root, run, waitFor } from "../../setup";
import { cgroupFolders } from "../../setup/control-groups";
import { isRunning, processesNaming } from "../../setup/docker/processes";
import { mountsBelow } from "../../setup/mounts";
import { idlePod } from "./objects";

const START_TIMEOUT = 180_000;

/** A process with a cluster and a pod in it, as a run of the tests is one. */
const STARTS = `
  const { main } = require(${JSON.stringify(join(root, "test/setup"))});
  const { startCluster } = require(${JSON.stringify(join(root, "test/cluster/start"))});
  main(async () => {
    const cluster = await startCluster();
    await cluster.mustKubectl(["apply", "-f", "-"], ${JSON.stringify(JSON.stringify(idlePod("idle")))});
    await cluster.mustKubectl(["wait", "pod/idle", "--for=condition=Ready", "--timeout=60s"]);
    if (process.argv[1] === "throw") throw new Error("as it must");
    console.log("ready");
    await new Promise(() => { setInterval(() => {}, 1000); });
    return 0;
  });
`;

/** The beginning of the next run. */
const CLEANS = `
  const { main } = require(${JSON.stringify(join(root, "test/setup"))});
  const { undoLeftovers } = require(${JSON.stringify(join(root, "test/cluster/undo"))});
  main(async () => { await undoLeftovers(); return 0; });
`;

/** A network of its own, so that the cluster in it meets neither another one's firewall nor its ports. */
export interface Network {
  readonly name: string;
  remove(): Promise<void>;
}

export async function makeNetwork(): Promise<Network> {
  const name = `anew-test-${randomBytes(4).toString("hex")}`;
  await mustRun("ip", ["netns", "add", name]);
  const remove = async (): Promise<void> => void (await run("ip", ["netns", "delete", name]));
  onEnd(`network ${name}`, remove);
  await mustRun("nsenter", [...inside({ name, remove }), "ip", "link", "set", "lo", "up"]);
  return { name, remove };
}

export interface ClusterRun {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** What the run's cluster has claimed on the machine and not given back. */
  left(): Promise<readonly string[]>;
}

/** Starts a run and waits until its cluster is there, with a pod. */
export async function startRun(network: Network): Promise<ClusterRun> {
  const before = readSysctls([]);
  const child = spawnIn(network, STARTS, "wait");
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  await waitFor(() => said.includes("ready") || child.exitCode !== null, START_TIMEOUT);
  const record = readRecords().find(({ owner }) => owner?.pid === child.pid);
  if (!said.includes("ready") || record === undefined) throw new Error(`the run did not come up: ${said}`);
  const sockets = shimSockets(record);
  return { child, ended, left: () => leftOf(record, network, before, sockets) };
}

/** A run whose program fails once the cluster is there. Gives its exit code. */
export function failingRun(network: Network): Promise<number | null> {
  const child = spawnIn(network, STARTS, "throw");
  return new Promise((resolve) => child.once("exit", resolve));
}

/** What the next run does first. */
export function cleanUp(network: Network): Promise<number | null> {
  const child = spawnIn(network, CLEANS, "");
  return new Promise((resolve) => child.once("exit", resolve));
}

function spawnIn(network: Network, program: string, how: string): ChildProcess {
  const node = [process.execPath, "--require", "tsx/cjs", "-e", program, how];
  return spawn("nsenter", [...inside(network), ...node], {
    cwd: join(root, "test"),
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** `nsenter` becomes the program that it starts: its process id is the program's. */
function inside({ name }: Network): readonly string[] {
  return [`--net=/run/netns/${name}`];
}

async function leftOf(
  record: ClusterRecord,
  network: Network,
  sysctls: Readonly<Record<string, string>>,
  sockets: readonly string[],
): Promise<readonly string[]> {
  const look = async (...command: string[]): Promise<string> =>
    (await run("nsenter", [...inside(network), ...command])).stdout;
  const chains = (await look("iptables-save")) + (await look("ip6tables-save"));
  const outside = ["/var/lib/cni/results", "/var/log/containers"]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const now = readSysctls([]);
  const all: Readonly<Record<string, boolean>> = {
    parts: Object.values(record.processes).some(isRunning),
    shims: processesNaming(record.runFolder, record.id).length > 0,
    mounts: mountsBelow([record.runFolder, record.folder]).length > 0,
    bridge: (await look("ip", "link")).includes(record.bridge),
    chains: /^:(KUBE|CNI)-/m.test(chains),
    "firewall rule": chains.includes(record.id),
    "kernel settings": Object.keys(sysctls).some((name) => sysctls[name] !== now[name]),
    folders: [record.runFolder, join(anewFolder("cluster"), record.id)].some((path) => existsSync(path)),
    "files elsewhere": outside.some((path) => path.includes(record.id)),
    "sockets of shims": sockets.some((path) => existsSync(path)),
    "control group": cgroupFolders(record.cgroup).length > 0,
  };
  return Object.keys(all).filter((name) => all[name]);
}
