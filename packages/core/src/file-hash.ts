import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { FileTreeError, readingPath } from "./file-tree-error";

const PIECE_BYTES = 256 * 1024;
let piece: Buffer | undefined;

/**
 * SHA-256 of a file's bytes, as `sha256sum` prints it. The file is read in pieces.
 *
 * @returns 64 hexadecimal digits
 * @throws FileTreeError when the file cannot be read, or changes while it is read
 */
export function fileHash(path: string): string {
  return readingPath(path, () => {
    const file = openSync(path, "r");
    try {
      return hashOpenFile(file, path);
    } finally {
      closeSync(file);
    }
  });
}

function hashOpenFile(file: number, path: string): string {
  // One buffer for all files: allocating 256 KiB for each small file would cost more than hashing it.
  piece ??= Buffer.allocUnsafe(PIECE_BYTES);
  const before = fstatSync(file);
  const hash = createHash("sha256");
  for (;;) {
    const count = readSync(file, piece, 0, piece.length, null);
    if (count === 0) break;
    hash.update(piece.subarray(0, count));
  }
  const after = fstatSync(file);
  if (before.size !== after.size || before.mtimeMs !== after.mtimeMs) {
    throw new FileTreeError(path, "changed while it was read; exclude it or try again when it is still");
  }
  return hash.digest("hex");
}
