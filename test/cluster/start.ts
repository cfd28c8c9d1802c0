import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { onEnd, SetupError } from "../setup/cleanup";
import { makeCgroup } from "../setup/control-groups";
import { type ProcessIdentity, processIdentity } from "../setup/docker/processes";
import { freePort } from "../setup/free-port";
import { anewFolder, root, socketFolder } from "../setup/places";
import { built, KUBERNETES, PAUSE } from "./build";
import { certificateFiles, makeCertificates } from "./certificates";
import { certificateFolder, kubeconfigFile, writeSettings } from "./components";
import { importSandboxImage, writeContainerdConfig } from "./containerd";
import { kubernetesChains } from "./firewall";
import { certificateUser, writeKubeconfig } from "./kubeconfig";
import { freeClusterSubnet, makeBridge, networkNamespace, nodeAddress, writeNetworkConfig } from "./network";
import { StartedCluster } from "./own-cluster";
import { startPart } from "./part";
import { untilPartIsReady } from "./ready";
import { type ClusterRecord, readRecords, writeRecord } from "./record";
import { readSysctls } from "./sysctls";
import { undoLeftovers } from "./undo";

/** What the kubelet and the network plugins make wherever they are told to keep things. */
const STRAY_FOLDERS = ["/var/lib/kubelet", "/var/lib/cni", "/var/log/containers", "/var/log/pods"];

export interface StartOptions {
  /** Does it go on after this process, until it is taken down by hand? @default false */
  readonly lasting?: boolean;
  /** The API server's port of 127.0.0.1. @default a free one */
  readonly port?: number;
}

/** Starts a Kubernetes of one node that only this clone uses. Its programs have to be installed. */
export async function startCluster(options: StartOptions = {}): Promise<StartedCluster> {
  const program = await built(KUBERNETES);
  const pause = await built(PAUSE);
  await undoLeftovers();
  const record = await newRecord(program, options);
  mkdirSync(certificateFolder(record), { recursive: true });
  mkdirSync(record.runFolder, { recursive: true });
  for (const folder of [record.folder, record.runFolder]) chmodSync(folder, 0o700);
  writeRecord(record);
  const cluster = new StartedCluster(record.id);
  if (options.lasting !== true) onEnd(`cluster ${record.id}`, () => cluster.remove());
  try {
    await startAll(record, pause);
  } catch (error) {
    if (process.env.ANEW_CLUSTER_KEEP === undefined) await cluster.remove();
    throw error;
  }
  return cluster;
}

async function startAll(record: ClusterRecord, pause: string): Promise<void> {
  const { id } = record;
  await makeBridge(record);
  makeCgroup(record.cgroup);
  await makeAllCertificates(record);
  writeNetworkConfig(record);
  writeContainerdConfig(record);
  writeSettings(record);
  // What needs nobody comes first, then the API server, then what needs it.
  startPart(id, "etcd");
  startPart(id, "containerd");
  startPart(id, "api-server");
  await untilPartIsReady(id, "containerd");
  await importSandboxImage(record, pause);
  await untilPartIsReady(id, "api-server");
  for (const name of ["kubelet", "kube-proxy", "controller-manager", "scheduler"]) startPart(id, name);
  for (const name of ["controller-manager", "scheduler", "kube-proxy", "kubelet"]) {
    await untilPartIsReady(id, name);
  }
}

async function makeAllCertificates(record: ClusterRecord): Promise<void> {
  const folder = certificateFolder(record);
  const node = nodeAddress(record);
  const service = `10.${record.subnet}.128.1`;
  await makeCertificates(record.program, folder, [
    { name: "service-accounts", commonName: "service-accounts" },
    { name: "admin", commonName: "anew-admin", organization: ["system:masters"] },
    { name: "kubelet", commonName: `system:node:${record.id}`, organization: ["system:nodes"] },
    { name: "kubelet-server", commonName: record.id, hosts: [record.id, node] },
    { name: "api-server", commonName: "api-server", hosts: ["localhost", "127.0.0.1", service] },
  ]);
  for (const user of ["admin", "kubelet"] as const) {
    writeKubeconfig(kubeconfigFile(record, user), {
      server: `https://127.0.0.1:${record.ports.api}`,
      context: `throwaway-${record.id}`,
      ...certificateUser(certificateFiles(folder, user)),
    });
  }
}

async function newRecord(program: string, options: StartOptions): Promise<ClusterRecord> {
  const chains = await kubernetesChains();
  if (
    Object.values(chains)
      .flat()
      .some((chain) => chain.includes("KUBE-SERVICES"))
  ) {
    throw new SetupError(
      "another Kubernetes runs on this machine: kube-proxy's firewall chains are there already. Stop it " +
        "(one of another clone's: `npx -y pnpm@12 cluster down` there), or set KUBECONFIG to a throwaway context",
    );
  }
  const id = `kube-${randomBytes(4).toString("hex")}`; // 13 characters: an interface's name has at most 15
  const others = readRecords();
  const strays = new Set(others.flatMap(({ strayFolders }) => strayFolders));
  anewFolder("cluster", id);
  return {
    id,
    ...(options.lasting ? {} : { owner: processIdentity(process.pid) as ProcessIdentity }),
    networkNamespace: networkNamespace(),
    folder: join(root, ".anew", "cluster", id),
    runFolder: join(socketFolder(), id),
    bridge: id,
    subnet: freeClusterSubnet(others.map(({ subnet }) => subnet)),
    cgroup: id,
    program,
    ports: {
      api: options.port ?? (await freePort()),
      etcd: await freePort(),
      etcdPeer: await freePort(),
      controllerManager: await freePort(),
      scheduler: await freePort(),
      kubelet: await freePort(),
      kubeletHealth: await freePort(),
      proxyHealth: await freePort(),
      proxyMetrics: await freePort(),
    },
    processes: {},
    sysctls: readSysctls(others.map(({ sysctls }) => sysctls)),
    chains,
    strayFolders: STRAY_FOLDERS.filter((folder) => !existsSync(folder) || strays.has(folder)),
  };
}
