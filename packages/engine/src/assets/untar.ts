import { posix } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Blob, bytesBlob } from "./blob";
import { BLOCK } from "./tar-header";

/** One file of an archive. */
export interface ArchiveFile {
  /** Relative, with "/". */
  readonly name: string;
  readonly blob: Blob;
}

/** The regular files of a tar, in its order. @throws Error when it is none, or holds links */
export function* untar(bytes: Buffer): Generator<ArchiveFile> {
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = sizeOf(header);
    const data = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (data.length < size) throw new Error("unexpected end of a tar archive");
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = String.fromCharCode(header[156] || 0x30);
    if (type === "x") longName = paxPath(data) ?? longName;
    else if (type === "L") longName = text(data);
    else if (type === "0" || type === "7") {
      yield { name: posix.normalize(longName ?? nameOf(header)), blob: bytesBlob(data) };
      longName = undefined;
    } else if (type === "5" || type === "g") longName = undefined;
    else
      throw new Error(
        `a tar archive holds an entry of the type "${type}"; only files and folders can be read`,
      );
  }
}

export function gunzipped(bytes: Buffer): Buffer {
  return gunzipSync(bytes);
}

function nameOf(header: Buffer): string {
  const prefix = header.toString("latin1", 257, 262) === "ustar" ? text(header.subarray(345, 500)) : "";
  const name = text(header.subarray(0, 100));
  return prefix ? `${prefix}/${name}` : name;
}

function sizeOf(header: Buffer): number {
  const size = Number.parseInt(text(header.subarray(124, 136)).trim() || "0", 8);
  if (!(size >= 0)) throw new Error("a tar archive's header cannot be read");
  return size;
}

function text(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 ? bytes.length : end);
}

function paxPath(data: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=(.*)\n/.exec(data.toString("utf8"))?.[1];
}
