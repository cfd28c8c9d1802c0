import { existsSync, mkdirSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun, run } from "../setup/command";
import { freeSubnet } from "../setup/docker/subnet";
import type { ClusterRecord } from "./record";
import { write } from "./sysctls";

/** The second bytes of 10.x.0.0/16 that are tried: others than a private Docker daemon's. */
const CANDIDATES = Array.from({ length: 50 }, (_, i) => 150 + i);

/** Where distributions put the network plugins. */
const PLUGIN_FOLDERS = ["/usr/lib/cni", "/usr/libexec/cni", "/opt/cni/bin"];

export function freeClusterSubnet(taken: readonly number[]): number {
  return freeSubnet(taken, undefined, CANDIDATES);
}

/** The bridge's address, which is the node's. */
export function nodeAddress({ subnet }: ClusterRecord): string {
  return `10.${subnet}.0.1`;
}

export function podRange({ subnet }: ClusterRecord): string {
  return `10.${subnet}.0.0/24`;
}

export function serviceRange({ subnet }: ClusterRecord): string {
  return `10.${subnet}.128.0/17`;
}

export function pluginFolder(): string | undefined {
  return PLUGIN_FOLDERS.find((folder) => existsSync(join(folder, "bridge")));
}

/** Which network namespace this process is in. */
export function networkNamespace(): string {
  return readlinkSync("/proc/self/ns/net");
}

/** The rule that lets pods reach one another where the firewall forwards nothing else; its comment is how to find it. */
export function forwardRule(record: ClusterRecord): readonly string[] {
  const subnet = `10.${record.subnet}.0.0/16`;
  return ["FORWARD", "-s", subnet, "-d", subnet, "-m", "comment", "--comment", record.id, "-j", "ACCEPT"];
}

/**
 * The bridge that pods hang on. Whatever it needs of the kernel is set on the bridge alone, and goes away with it: forwarding, addresses of
 * 127.0.0.0/8 that leave the machine's loopback, and the firewall's say in what passes from pod to pod.
 */
export async function makeBridge(record: ClusterRecord): Promise<void> {
  const { bridge } = record;
  await mustRun("ip", ["link", "add", bridge, "type", "bridge"]);
  await mustRun("ip", ["addr", "add", `${nodeAddress(record)}/24`, "dev", bridge]);
  await mustRun("ip", ["link", "set", bridge, "up"]);
  // An address of a Service is nobody's: without a route, the firewall is never asked what it stands for.
  await mustRun("ip", ["route", "add", serviceRange(record), "dev", bridge]);
  write(`net/ipv4/conf/${bridge}/forwarding`, "1");
  write(`net/ipv4/conf/${bridge}/route_localnet`, "1");
  // Where the kernel cannot, it does not ask the firewall about a bridge at all.
  await run("ip", ["link", "set", bridge, "type", "bridge", "nf_call_iptables", "1"]);
  await mustRun("iptables", ["-I", ...forwardRule(record)]);
}

export async function removeBridge(record: ClusterRecord): Promise<void> {
  await run("ip", ["link", "delete", record.bridge]); // fails when it is gone
  while ((await run("iptables", ["-C", ...forwardRule(record)])).exitCode === 0) {
    if ((await run("iptables", ["-D", ...forwardRule(record)])).exitCode !== 0) break;
  }
}

/** Tells the network plugins how a pod is connected. */
export function writeNetworkConfig(record: ClusterRecord): void {
  const folder = join(record.folder, "cni");
  mkdirSync(folder, { recursive: true });
  const range = { subnet: podRange(record), gateway: nodeAddress(record) };
  const config = {
    cniVersion: "0.4.0",
    name: record.id,
    plugins: [
      {
        type: "bridge",
        bridge: record.bridge,
        hairpinMode: true, // a pod reaches itself through its Service
        ipam: {
          type: "host-local",
          dataDir: join(record.folder, "addresses"),
          ranges: [[range]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
  writeFileSync(join(folder, "10-anew.conflist"), JSON.stringify(config, undefined, 2));
}
