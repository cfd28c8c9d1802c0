import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Kernel settings that the kubelet, kube-proxy or the network plugins change. */
const CHANGED = [
  "vm/overcommit_memory",
  "vm/panic_on_oom",
  "kernel/panic",
  "kernel/panic_on_oops",
  "kernel/keys/root_maxkeys",
  "kernel/keys/root_maxbytes",
  "net/ipv4/ip_forward",
  "net/ipv4/conf/all/route_localnet",
  "net/ipv6/conf/all/forwarding",
  "net/bridge/bridge-nf-call-iptables",
];

export type Sysctls = Readonly<Record<string, string>>;

/** The settings as they are, but as another cluster found them where it knows. */
export function readSysctls(others: readonly Sysctls[]): Sysctls {
  const all: Record<string, string> = {};
  for (const name of CHANGED) {
    const known = others.map((other) => other[name]).find((value) => value !== undefined);
    const value = known ?? read(name);
    if (value !== undefined) all[name] = value;
  }
  return all;
}

/** Puts back what is different now. */
export function restoreSysctls(sysctls: Sysctls): void {
  for (const [name, value] of Object.entries(sysctls)) {
    if (read(name) !== value) write(name, value);
  }
}

export function write(name: string, value: string): void {
  writeFileSync(join("/proc/sys", name), value);
}

function read(name: string): string | undefined {
  try {
    return readFileSync(join("/proc/sys", name), "utf8").trim();
  } catch {
    return undefined; // this kernel has no such setting
  }
}
