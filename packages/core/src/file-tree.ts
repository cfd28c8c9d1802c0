import { lstatSync, readdirSync, readlinkSync, type Stats, statSync } from "node:fs";
import { ContentHash } from "./content-hash";
import { fileHash } from "./file-hash";
import { FileTreeError, readingPath } from "./file-tree-error";

/** One thing in a file tree. */
export interface FileTreeEntry {
  /** Relative to the root, separated by `/`, exactly as the file system spells it (no Unicode normalization). */
  readonly path: string;
  readonly kind: "file" | "symlink" | "directory";
  /**
   * Whether the owner may execute the file. The other permission bits depend on the umask of who checked the
   * files out, so they do not count. On Windows it cannot be known and is always false: a tree with
   * executable files has another hash there.
   */
  readonly executable: boolean;
  /** Where a symlink points, as written; it is never followed. On Windows, `\` is read as `/`. */
  readonly target?: string;
}

/**
 * Says what belongs to the tree. For a directory, `false` leaves out all that it holds; `"contents"` looks
 * inside, but lists the directory only when something in it is listed.
 */
export type FileTreeFilter = (path: string, isDirectory: boolean) => boolean | "contents";

/**
 * What is under `root`, sorted by path with `<`. Directories are listed too, because an empty one is visible
 * in an image. A `root` that is a symlink is followed; nothing below it is.
 *
 * @throws FileTreeError naming the path: `root` missing or no directory, something unreadable, a socket,
 * pipe or device, a name that is not valid UTF-8
 */
export function listFileTree(root: string, include: FileTreeFilter = () => true): FileTreeEntry[] {
  if (!readingPath(root, () => statSync(root)).isDirectory()) {
    throw new FileTreeError(root, "is not a directory");
  }
  const entries = listDirectory(root, "", include);
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The hash of what is under `root`: paths, kinds, executable bits, symlink targets and the bytes of files.
 * It does not depend on where the tree lies, on times, owners, locale, or the order in which the file system
 * lists names. Files are read in pieces, never whole into memory.
 *
 * @returns 64 hexadecimal digits; another value for the same tree would be a breaking change
 * @throws FileTreeError as {@link listFileTree}, and when a file changes while it is read
 */
export function fileTreeHash(root: string, include?: FileTreeFilter): string {
  const hash = new ContentHash("anew/file-tree/1");
  for (const entry of listFileTree(root, include)) {
    hash.field("path", entry.path).field("kind", entry.kind);
    if (entry.kind === "symlink") hash.field("target", entry.target ?? "");
    if (entry.kind === "file") {
      hash.field("executable", entry.executable ? "1" : "0");
      hash.field("sha256", fileHash(`${root}/${entry.path}`));
    }
  }
  return hash.digest();
}

function listDirectory(root: string, directory: string, include: FileTreeFilter): FileTreeEntry[] {
  const place = directory === "" ? root : `${root}/${directory}`;
  const names = readingPath(place, () => readdirSync(place, { encoding: "buffer" }));
  return names.flatMap((bytes) => {
    const name = decodeName(place, bytes);
    return listEntry(root, directory === "" ? name : `${directory}/${name}`, include);
  });
}

function listEntry(root: string, path: string, include: FileTreeFilter): FileTreeEntry[] {
  const place = `${root}/${path}`;
  const stats = readingPath(place, () => lstatSync(place));
  const included = include(path, stats.isDirectory());
  if (included === false) return [];

  if (stats.isDirectory()) {
    const below = listDirectory(root, path, include);
    if (included === "contents" && below.length === 0) return [];
    return [{ path, kind: "directory", executable: false }, ...below];
  }
  if (stats.isSymbolicLink()) {
    return [{ path, kind: "symlink", executable: false, target: readTarget(place) }];
  }
  if (stats.isFile()) return [{ path, kind: "file", executable: (stats.mode & 0o100) !== 0 }];
  throw new FileTreeError(place, `is ${describe(stats)}, which cannot be part of a file tree; exclude it`);
}

function readTarget(place: string): string {
  const bytes = readingPath(place, () => readlinkSync(place, { encoding: "buffer" }));
  const target = decodeUtf8(bytes);
  if (target === undefined) throw new FileTreeError(place, "points to a name that is not valid UTF-8");
  return process.platform === "win32" ? target.replaceAll("\\", "/") : target;
}

function decodeName(place: string, bytes: Uint8Array): string {
  const name = decodeUtf8(bytes);
  if (name !== undefined) return name;
  const shown = Buffer.from(bytes)
    .toString("latin1")
    .replace(/[^ -~]/g, showByte);
  throw new FileTreeError(place, `holds a name that is not valid UTF-8: '${shown}'; rename or exclude it`);
}

function showByte(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function describe(stats: Stats): string {
  if (stats.isSocket()) return "a socket";
  if (stats.isFIFO()) return "a named pipe";
  return "a device";
}
