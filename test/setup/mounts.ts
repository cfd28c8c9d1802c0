import { readFileSync } from "node:fs";

/** Mount points at and below the folders, the deepest first. */
export function mountsBelow(folders: readonly string[]): readonly string[] {
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .filter((mount) => folders.some((folder) => mount === folder || mount.startsWith(`${folder}/`)))
    .sort((a, b) => b.length - a.length);
}
