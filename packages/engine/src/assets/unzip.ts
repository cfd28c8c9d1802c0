import { posix } from "node:path";
import { inflateRawSync } from "node:zlib";
import { bytesBlob } from "./blob";
import type { ArchiveFile } from "./untar";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/** The files of a ZIP, in the order of its directory. @throws Error when it is none, or is packed in another way */
export function* unzip(bytes: Buffer): Generator<ArchiveFile> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.readUInt32LE(end) !== END) throw new Error("failed to read ZIP: not a valid zip file");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) {
      throw new Error("failed to read ZIP: its directory is broken");
    }
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    if (!name.endsWith("/"))
      yield { name: posix.normalize(name), blob: bytesBlob(contentOf(bytes, at, name)) };
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
}

function contentOf(bytes: Buffer, entry: number, name: string): Uint8Array {
  const method = bytes.readUInt16LE(entry + 10);
  const size = bytes.readUInt32LE(entry + 20);
  const local = bytes.readUInt32LE(entry + 42);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + size);
  if (method === STORED) return packed;
  if (method === DEFLATED) return inflateRawSync(packed);
  throw new Error(`failed to read ZIP inner file ${name}: the compression method ${method} is not supported`);
}
