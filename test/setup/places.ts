import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The top of the clone. */
export const root = resolve(__dirname, "../..");

/** A folder below the clone's ignored `.anew`, made when it is missing. Everything a run leaves on disk is in there. */
export function anewFolder(...parts: string[]): string {
  const folder = join(root, ".anew", ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The longest path that still leaves room for a socket's name below it: a socket's path ends at 107 bytes. */
const LONGEST_SOCKET_FOLDER = 50;

/** Where folders with sockets in them go. The clone may lie too deep for a socket's path; so may an unusual TMPDIR. */
export function socketFolder(): string {
  return Buffer.byteLength(tmpdir()) <= LONGEST_SOCKET_FOLDER ? tmpdir() : "/tmp";
}

/** A short name for this clone: two clones on one machine never meet. */
export const cloneId = createHash("sha256").update(root).digest("hex").slice(0, 8);
