import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { anewFolder } from "./places";

interface Remembered {
  readonly until: number;
  readonly value: unknown;
}

/** For how long an answer is believed. @default one hour */
const DEFAULT_MILLISECONDS = 60 * 60 * 1000;

/** Asks once an hour, not at every run. Only what could not be reached is worth remembering: `keep` decides. */
export async function remember<T>(
  question: string,
  ask: () => Promise<T>,
  keep: (answer: T) => boolean,
): Promise<T> {
  const file = join(anewFolder(), "remembered.json");
  const all = readRemembered(file);
  const known = all[question];
  if (known !== undefined && known.until > Date.now()) return known.value as T;
  const answer = await ask();
  const { [question]: _, ...others } = readRemembered(file);
  const entry = keep(answer)
    ? { [question]: { until: Date.now() + DEFAULT_MILLISECONDS, value: answer } }
    : {};
  writeFileSync(file, JSON.stringify({ ...others, ...entry }, undefined, 2));
  return answer;
}

function readRemembered(file: string): Record<string, Remembered> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, Remembered>;
  } catch {
    return {}; // not there yet, or caught in the middle of a write: ask again
  }
}
