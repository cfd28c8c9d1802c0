import { FormatError } from "./format-error";

/** A length of time as users write it: a number, one space, a unit. `"1 second"`, `"1.5 hours"`. */
export type Duration =
  `${number} ${"millisecond" | "milliseconds" | "second" | "seconds" | "minute" | "minutes" | "hour" | "hours"}`;

/** Longest duration, in milliseconds (24.8 days). Node's timers turn a longer one into 1 ms. */
export const MAX_DURATION_MS = 2_147_483_647;

/** What a duration must look like, for error messages. */
export const DURATION_EXPECTED =
  'a number, one space and "milliseconds", "seconds", "minutes" or "hours", such as "90 seconds"';

const UNITS: readonly (readonly [name: string, ms: number])[] = [
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
  ["millisecond", 1],
];

/**
 * Milliseconds of a duration.
 *
 * @returns a whole number from 0 to {@link MAX_DURATION_MS}
 * @throws FormatError that says what is allowed, when `text` is not a {@link Duration}, is finer than a
 * millisecond, or is longer than {@link MAX_DURATION_MS}
 */
export function parseDuration(text: string): number {
  const [, whole = "", decimals = "", unitName] = /^(\d{1,16})(?:\.(\d{1,16}))? ([a-z]+)$/.exec(text) ?? [];
  const unit = UNITS.find(([name]) => unitName === name || unitName === `${name}s`);
  if (unit === undefined) throw new FormatError(text, DURATION_EXPECTED, suggest(text));

  // In integers, because 1.1 * 3600000 is not 3960000.
  const scale = 10n ** BigInt(decimals.length);
  const scaled = BigInt(whole + decimals) * BigInt(unit[1]);
  if (scaled % scale !== 0n) throw new FormatError(text, "a whole number of milliseconds");
  const ms = scaled / scale;
  if (ms > BigInt(MAX_DURATION_MS)) throw new FormatError(text, 'at most 24 days ("576 hours")');
  return Number(ms);
}

/**
 * The shortest exact way to write a number of milliseconds: the largest unit that divides it.
 * `parseDuration(formatDuration(ms)) === ms`.
 *
 * @throws RangeError when `ms` is not a whole number from 0 to {@link MAX_DURATION_MS}
 */
export function formatDuration(ms: number): Duration {
  if (!Number.isInteger(ms) || ms < 0 || ms > MAX_DURATION_MS) {
    throw new RangeError(`got ${ms} milliseconds, expected a whole number from 0 to ${MAX_DURATION_MS}`);
  }
  const [name, size] = UNITS.find(([, unit]) => ms >= unit && ms % unit === 0) ?? ["millisecond", 1];
  const count = ms / size;
  return `${count} ${name}${count === 1 ? "" : "s"}` as Duration;
}

/** `"10s"`, as other tools write it, → `write "10 seconds"`. */
function suggest(text: string): string | undefined {
  const [, count, short] = /^(\d+(?:\.\d+)?) ?(ms|s|sec|secs|m|min|mins|h|hr|hrs)$/.exec(text) ?? [];
  if (count === undefined || short === undefined) return undefined;
  const name = short === "ms" ? "millisecond" : UNITS.find(([unit]) => unit.startsWith(short.charAt(0)))?.[0];
  return `write "${count} ${name}${count === "1" ? "" : "s"}"`;
}
