import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { additions } from "./additions";
import { certificateFiles } from "./certificates";
import type { Component } from "./component";
import { containerdSocket } from "./containerd";
import { nodeAddress, podRange, serviceRange } from "./network";
import type { ClusterRecord } from "./record";

/** How often the node says that it is alive, and after how long a silence it counts as gone, in seconds. */
const NODE_LEASE = 12;
const NODE_GRACE = 20;

/** The commands of all parts, in the order in which they start. They follow from the record: any process that reads it can start a part again. */
export function components(record: ClusterRecord): readonly Component[] {
  return [
    { name: "etcd", command: etcd(record) },
    { name: "containerd", command: ["containerd", "--config", join(record.folder, "containerd.toml")] },
    { name: "api-server", command: apiServer(record) },
    { name: "controller-manager", command: controllerManager(record) },
    { name: "scheduler", command: scheduler(record) },
    {
      name: "kubelet",
      command: [record.program, "kubelet", ...kubeletArguments(record)],
    },
    {
      name: "kube-proxy",
      command: [record.program, "kube-proxy", "--config", settingsFile(record, "kube-proxy")],
    },
    ...additions(record, kubeconfigFile(record, "admin")),
  ];
}

/** The file with the kubeconfig of the administrator, or of the kubelet. */
export function kubeconfigFile({ folder }: ClusterRecord, user: "admin" | "kubelet"): string {
  return join(folder, user === "admin" ? "kubeconfig" : "kubelet.kubeconfig");
}

export function certificateFolder({ folder }: ClusterRecord): string {
  return join(folder, "certificates");
}

function etcd({ folder, ports }: ClusterRecord): readonly string[] {
  const [client, peer] = [`http://127.0.0.1:${ports.etcd}`, `http://127.0.0.1:${ports.etcdPeer}`];
  return [
    "etcd",
    ...["--data-dir", join(folder, "etcd")],
    ...["--listen-client-urls", client, "--advertise-client-urls", client],
    ...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
    ...["--initial-cluster", `default=${peer}`],
    ...["--log-level", "warn"],
  ];
}

function apiServer(record: ClusterRecord): readonly string[] {
  const folder = certificateFolder(record);
  const of = (name: string) => certificateFiles(folder, name);
  return [
    ...[record.program, "kube-apiserver"],
    `--etcd-servers=http://127.0.0.1:${record.ports.etcd}`,
    ...["--bind-address=127.0.0.1", `--secure-port=${record.ports.api}`],
    `--advertise-address=${nodeAddress(record)}`,
    "--endpoint-reconciler-type=none", // an address of 127.0.0.0/8 is no endpoint: pods have no way to the API
    `--tls-cert-file=${of("api-server").certificate}`,
    `--tls-private-key-file=${of("api-server").key}`,
    `--client-ca-file=${of("ca").certificate}`,
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction",
    "--disable-admission-plugins=ServiceAccount", // its tokens would lead nowhere, for the same reason
    "--allow-privileged=true",
    `--service-cluster-ip-range=${serviceRange(record)}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${of("service-accounts").key}`,
    `--service-account-signing-key-file=${of("service-accounts").key}`,
    `--kubelet-certificate-authority=${of("ca").certificate}`,
    `--kubelet-client-certificate=${of("admin").certificate}`,
    `--kubelet-client-key=${of("admin").key}`,
    "--kubelet-preferred-address-types=InternalIP",
    `--cert-dir=${folder}`,
    "--profiling=false",
  ];
}

function controllerManager(record: ClusterRecord): readonly string[] {
  const authority = certificateFiles(certificateFolder(record), "ca");
  const key = certificateFiles(certificateFolder(record), "service-accounts").key;
  return [
    ...[record.program, "kube-controller-manager"],
    ...clientArguments(record),
    `--secure-port=${record.ports.controllerManager}`,
    "--leader-elect=false",
    `--root-ca-file=${authority.certificate}`,
    `--service-account-private-key-file=${key}`,
    `--cluster-signing-cert-file=${authority.certificate}`,
    `--cluster-signing-key-file=${authority.key}`,
    `--node-monitor-grace-period=${NODE_GRACE}s`,
    "--node-monitor-period=2s",
    `--flex-volume-plugin-dir=${join(record.folder, "volume-plugins")}`,
  ];
}

function scheduler(record: ClusterRecord): readonly string[] {
  return [
    ...[record.program, "kube-scheduler"],
    ...clientArguments(record),
    `--secure-port=${record.ports.scheduler}`,
    "--leader-elect=false",
  ];
}

function clientArguments(record: ClusterRecord): readonly string[] {
  const file = kubeconfigFile(record, "admin");
  return [
    ...[`--kubeconfig=${file}`, `--authentication-kubeconfig=${file}`, `--authorization-kubeconfig=${file}`],
    ...["--bind-address=127.0.0.1", `--cert-dir=${certificateFolder(record)}`],
    "--profiling=false",
  ];
}

function kubeletArguments(record: ClusterRecord): readonly string[] {
  return [
    `--config=${settingsFile(record, "kubelet")}`,
    `--kubeconfig=${kubeconfigFile(record, "kubelet")}`,
    `--root-dir=${join(record.folder, "kubelet")}`,
    `--cert-dir=${certificateFolder(record)}`,
    `--hostname-override=${record.id}`,
    `--node-ip=${nodeAddress(record)}`,
  ];
}

/** Writes the settings of the kubelet and kube-proxy. JSON, which is YAML too. */
export function writeSettings(record: ClusterRecord): void {
  mkdirSync(join(record.folder, "pod-logs"), { recursive: true });
  const of = (name: string) => certificateFiles(certificateFolder(record), name);
  const kubelet = {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: nodeAddress(record),
    port: record.ports.kubelet,
    healthzBindAddress: "127.0.0.1",
    healthzPort: record.ports.kubeletHealth,
    authentication: { anonymous: { enabled: false }, x509: { clientCAFile: of("ca").certificate } },
    authorization: { mode: "Webhook" },
    tlsCertFile: of("kubelet-server").certificate,
    tlsPrivateKeyFile: of("kubelet-server").key,
    containerRuntimeEndpoint: `unix://${containerdSocket(record)}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${record.cgroup}`,
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    // A full disk or a busy machine is no reason to throw a test's pod out.
    evictionHard: Object.fromEntries(
      [
        "memory.available",
        "nodefs.available",
        "nodefs.inodesFree",
        "imagefs.available",
        "imagefs.inodesFree",
      ].map((name) => [name, "0%"]),
    ),
    imageGCHighThresholdPercent: 100, // never
    makeIPTablesUtilChains: false,
    nodeLeaseDurationSeconds: NODE_LEASE,
    podLogsDir: join(record.folder, "pod-logs"),
    registryPullQPS: 0,
    resolvConf: "",
    serializeImagePulls: false,
    volumePluginDir: join(record.folder, "volume-plugins"),
  };
  const proxy = {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clientConnection: { kubeconfig: kubeconfigFile(record, "admin") },
    hostnameOverride: record.id,
    bindAddress: "127.0.0.1",
    healthzBindAddress: `127.0.0.1:${record.ports.proxyHealth}`,
    metricsBindAddress: `127.0.0.1:${record.ports.proxyMetrics}`,
    mode: "iptables",
    clusterCIDR: podRange(record),
    nodePortAddresses: ["127.0.0.0/8"], // whatever a test serves, nobody else on the network reaches it
    iptables: { localhostNodePorts: true, minSyncPeriod: "100ms" },
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  };
  writeFileSync(settingsFile(record, "kubelet"), JSON.stringify(kubelet, undefined, 2));
  writeFileSync(settingsFile(record, "kube-proxy"), JSON.stringify(proxy, undefined, 2));
}

function settingsFile({ folder }: ClusterRecord, name: string): string {
  return join(folder, `${name}.json`);
}
