import { SetupError } from "../setup/cleanup";
import { which } from "../setup/command";
import { canInstall, installPrograms } from "../setup/docker/install";
import { say } from "../setup/say";
import { cannotBuild, KUBERNETES } from "./build";
import type { Cluster } from "./cluster";
import { givenCluster } from "./given";
import { pluginFolder } from "./network";
import { StartedCluster } from "./own-cluster";
import { type ClusterRecord, readRecords } from "./record";
import { startCluster } from "./start";
import { hasProcesses } from "./undo";

/**
 * The cluster that KUBECONFIG names; else the one that `pnpm cluster up` has left running; else, as root on Linux, a new one that is removed at the end.
 *
 * @throws SetupError which says what is missing
 */
export async function chooseCluster(env: NodeJS.ProcessEnv = process.env): Promise<Cluster> {
  const running = await runningCluster(env);
  if (running !== undefined) return running;
  await installClusterPrograms();
  say("starting a Kubernetes for this run");
  return startCluster();
}

/** The cluster that is there already, if any. */
export async function runningCluster(env: NodeJS.ProcessEnv = process.env): Promise<Cluster | undefined> {
  if (env.KUBECONFIG) return (await ownCluster(env.KUBECONFIG)) ?? givenCluster(env.KUBECONFIG, env);
  const record = lastingCluster();
  return record === undefined ? undefined : new StartedCluster(record.id);
}

/** The cluster that goes on until it is taken down by hand. */
export function lastingCluster(): ClusterRecord | undefined {
  return readRecords().find((record) => record.owner === undefined && hasProcesses(record));
}

/** The cluster of this clone that a kubeconfig belongs to. */
async function ownCluster(kubeconfig: string): Promise<Cluster | undefined> {
  const all = readRecords().map(({ id }) => new StartedCluster(id));
  return all.find((cluster) => cluster.kubeconfig === kubeconfig);
}

/**
 * Installs what a cluster needs beside Go.
 *
 * @throws SetupError which says what is missing
 */
export async function installClusterPrograms(): Promise<void> {
  const reason = (await cannotStart()) ?? (await cannotBuild(KUBERNETES));
  if (reason !== undefined) {
    throw new SetupError(`no cluster: ${reason}. Or set KUBECONFIG to a context for throwing away`);
  }
  if (canInstall()) {
    const plugins = pluginFolder() === undefined ? ["/usr/lib/cni/bridge"] : [];
    await installPrograms([...PROGRAMS, ...plugins]);
  }
}

const PROGRAMS = ["etcd", "containerd", "iptables", "ip"];

async function cannotStart(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux";
  if (canInstall()) return undefined;
  const missing = PROGRAMS.filter((program) => which(program) === undefined);
  if (pluginFolder() === undefined) missing.push("the CNI plugins");
  return missing.length === 0 ? undefined : `needs ${missing.join(", ")}`;
}
