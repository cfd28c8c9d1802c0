import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What was recorded of the scenario of this name: a `Recording` or a `ProcessRecording`. */
export function readRecording<T>(name: string): T {
  return JSON.parse(readFileSync(fileOf(name), "utf8")) as T;
}

export function writeRecording(name: string, recording: object): void {
  writeFileSync(fileOf(name), `${JSON.stringify(recording, null, 1)}\n`);
}

function fileOf(name: string): string {
  return join(__dirname, "recordings", `${name}.json`);
}
