import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcessIdentity } from "../setup/docker/processes";
import { anewFolder, root } from "../setup/places";

/** The ports of 127.0.0.1 (the kubelet's own is on the bridge's address) that a cluster's parts listen on. */
export interface ClusterPorts {
  readonly api: number;
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kubelet: number;
  readonly kubeletHealth: number;
  readonly proxyHealth: number;
  readonly proxyMetrics: number;
}

/** All that a cluster claims on the machine, written before it claims it, so that the next run can undo it after a kill -9. */
export interface ClusterRecord {
  /** Also the name of its node, its folder, its bridge and its control group. */
  readonly id: string;
  /** Whose cluster it is: when that process is gone, the cluster is a leftover. `undefined`: it lasts until it is taken down by hand. */
  readonly owner?: ProcessIdentity;
  /** The network namespace it was started in: its interfaces and chains are only there. */
  readonly networkNamespace: string;
  /** Everything on disk. */
  readonly folder: string;
  /** Sockets, mounts, what must have a short path. */
  readonly runFolder: string;
  readonly bridge: string;
  /** The second byte of 10.x.0.0/16. */
  readonly subnet: number;
  readonly cgroup: string;
  /** The program with Kubernetes' commands. */
  readonly program: string;
  readonly ports: ClusterPorts;
  /** Only once a gateway has been started. */
  readonly gateway?: { readonly program: string; readonly port: number; readonly metricsPort: number };
  /** Only once a Prometheus has been started. */
  readonly prometheus?: { readonly port: number; readonly target: string };
  /** What has been started, by name. */
  readonly processes: Readonly<Record<string, ProcessIdentity>>;
  /** Kernel settings as they were before: the kubelet and kube-proxy change some. */
  readonly sysctls: Readonly<Record<string, string>>;
  /** Firewall chains named as Kubernetes' that were there before. */
  readonly chains: Readonly<Record<string, readonly string[]>>;
  /** Folders outside of this clone that were not there before, and that the parts make wherever they are told to keep things. */
  readonly strayFolders: readonly string[];
}

export function writeRecord(record: ClusterRecord): void {
  const file = recordFile(record.id);
  writeFileSync(`${file}.new`, JSON.stringify(record, undefined, 2));
  renameSync(`${file}.new`, file);
}

export function readRecords(): readonly ClusterRecord[] {
  return readdirSync(anewFolder("cluster"))
    .map(readRecord)
    .filter((record) => record !== undefined);
}

export function readRecord(id: string): ClusterRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(id), "utf8")) as ClusterRecord;
  } catch {
    return undefined; // a folder that never came as far as a record claims nothing else
  }
}

/** Is the cluster still recorded? It is until it has been removed. */
export function isRecorded(id: string): boolean {
  return existsSync(recordFile(id));
}

function recordFile(id: string): string {
  return join(root, ".anew", "cluster", id, "cluster.json");
}
