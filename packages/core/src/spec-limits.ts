import type { ArgReader } from "./arg-reader";
import { FormatError } from "./format-error";
import { formatMemory, MEMORY_EXPECTED, parseMemory } from "./memory";
import { refuseUnknownKeys } from "./spec-keys";

/** Docker starts nothing with less. */
const LEAST_MEMORY = 6 * 1024 ** 2;

/** CPU in cores and memory in its shortest form; undefined when neither is limited. */
export function readResources(resources: ArgReader): { cpu?: number; memory?: string } | undefined {
  refuseUnknownKeys(resources, ["cpu", "memory"]);
  const cpu = resources.member("cpu").number(isCpu, "a number of cores above 0, in thousandths, such as 0.5");
  const memory = resources.member("memory").parsed(readMemory, MEMORY_EXPECTED);
  if (cpu === undefined && memory === undefined) return undefined;
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

/** `uid`, `uid:gid`, or names. */
export function readUser(user: ArgReader): string | undefined {
  return user.parsed((text) => {
    const id = /^(?:(?:0|[1-9]\d{0,9})|[a-z_][a-z0-9_-]{0,31})$/;
    const parts = text.split(":");
    const inRange = parts.every((part) => id.test(part) && !(Number(part) > 4_294_967_294));
    if (parts.length > 2 || !inRange) throw new FormatError(text, USER_EXPECTED);
    return text;
  }, USER_EXPECTED);
}

const USER_EXPECTED = '"uid", "uid:gid" or names, such as "65532:65532"';

function isCpu(value: number): boolean {
  return Number.isFinite(value) && value >= 0.001 && Math.round(value * 1000) / 1000 === value;
}

function readMemory(text: string): string {
  const bytes = parseMemory(text);
  if (bytes < LEAST_MEMORY) throw new FormatError(text, `at least ${formatMemory(LEAST_MEMORY)}`);
  return formatMemory(bytes);
}
