import { FormatError } from "./format-error";

/** An amount of memory as users write it: a number, one space, a binary unit. `"256 MiB"`. */
export type Memory = `${number} ${"KiB" | "MiB" | "GiB"}`;

/** What an amount of memory must look like, for error messages. */
export const MEMORY_EXPECTED = 'a number, one space and "KiB", "MiB" or "GiB", such as "256 MiB"';

const UNITS: readonly (readonly [name: string, bytes: number])[] = [
  ["GiB", 1024 ** 3],
  ["MiB", 1024 ** 2],
  ["KiB", 1024],
];

/**
 * Bytes of an amount of memory.
 *
 * @throws FormatError that says what is allowed
 */
export function parseMemory(text: string): number {
  const [, amount = "", unitName] = /^(\d{1,12}(?:\.\d{1,9})?) ([A-Za-z]+)$/.exec(text) ?? [];
  const unit = UNITS.find(([name]) => name === unitName);
  if (unit === undefined) throw new FormatError(text, MEMORY_EXPECTED, suggest(text));
  const bytes = Number(amount) * unit[1];
  if (!Number.isInteger(bytes) || bytes % 1024 !== 0) {
    throw new FormatError(text, "a whole number of KiB");
  }
  return bytes;
}

/**
 * The shortest exact way to write an amount of memory: the largest unit that divides it.
 *
 * @param bytes a multiple of 1024
 */
export function formatMemory(bytes: number): Memory {
  const [name, size] = UNITS.find(([, unit]) => bytes % unit === 0) ?? ["KiB", 1024];
  return `${bytes / size} ${name}` as Memory;
}

/** `"256m"` and `"256Mi"`, as other tools write it, → `write "256 MiB"`. */
function suggest(text: string): string | undefined {
  const [, amount, letter] = /^(\d+(?:\.\d+)?) ?([kmg])(?:i|ib)?$/i.exec(text) ?? [];
  return amount === undefined || letter === undefined
    ? undefined
    : `write "${amount} ${letter.toUpperCase()}iB"`;
}
