import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

/** Content of a known size, read at most once. */
export interface Blob {
  /** Bytes. */
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

export function bytesBlob(bytes: Uint8Array): Blob {
  return {
    size: bytes.length,
    async *read() {
      yield bytes;
    },
  };
}

/** @throws Error when there is no such file, or when it is a folder */
export async function fileBlob(path: string): Promise<Blob> {
  const file = await open(path).catch((error: Error) => {
    throw new Error(`failed to open asset file '${path}': ${error.message}`);
  });
  const info = await file.stat().finally(() => file.close());
  if (info.isDirectory()) throw new Error(`asset path '${path}' is a directory; try using an archive`);
  return { size: info.size, read: () => createReadStream(path) };
}

/** All of a blob's bytes. */
export async function bytesOf(blob: Blob): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of blob.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}
