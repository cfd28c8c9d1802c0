import type { ArgReader } from "./arg-reader";
import { nearestName } from "./nearest-name";

/** Linux capabilities, without `CAP_`. @see https://man7.org/linux/man-pages/man7/capabilities.7.html */
const CAPABILITIES = [
  "AUDIT_CONTROL",
  "AUDIT_READ",
  "AUDIT_WRITE",
  "BLOCK_SUSPEND",
  "BPF",
  "CHECKPOINT_RESTORE",
  "CHOWN",
  "DAC_OVERRIDE",
  "DAC_READ_SEARCH",
  "FOWNER",
  "FSETID",
  "IPC_LOCK",
  "IPC_OWNER",
  "KILL",
  "LEASE",
  "LINUX_IMMUTABLE",
  "MAC_ADMIN",
  "MAC_OVERRIDE",
  "MKNOD",
  "NET_ADMIN",
  "NET_BIND_SERVICE",
  "NET_BROADCAST",
  "NET_RAW",
  "PERFMON",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYSLOG",
  "SYS_ADMIN",
  "SYS_BOOT",
  "SYS_CHROOT",
  "SYS_MODULE",
  "SYS_NICE",
  "SYS_PACCT",
  "SYS_PTRACE",
  "SYS_RAWIO",
  "SYS_RESOURCE",
  "SYS_TIME",
  "SYS_TTY_CONFIG",
  "WAKE_ALARM",
];

/** Capabilities to keep, sorted, upper case, without `CAP_`, none twice. */
export function readCapabilities(capabilities: ArgReader): string[] {
  const expected = "the name of a Linux capability";
  const names = capabilities.items("an array of names of Linux capabilities").flatMap((item) => {
    if (item.absent) item.refuse(expected);
    const text = item.plainText(expected);
    if (text === undefined) return [];
    const name = text.toUpperCase().replace(/^CAP_/, "");
    if (CAPABILITIES.includes(name)) return [name];
    const nearest = nearestName(name, CAPABILITIES);
    item.refuse(expected, name === "ALL" ? "name those that it needs" : nearest && `use "${nearest}"`);
    return [];
  });
  return [...new Set(names)].sort();
}
