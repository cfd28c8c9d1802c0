import { createHash, type Hash } from "node:crypto";
import type { Archive, Asset } from "../values";
import { archiveFiles, archiveSource, assetBlob } from "./archive-files";
import type { Blob } from "./blob";
import { BLOCK, padding, tarHeader } from "./tar-header";

/** The hash of an asset's bytes, in lower-case hex. @param folder - where relative paths start */
export async function assetHash(asset: Asset, folder: string): Promise<string> {
  const hash = createHash("sha256");
  await add(hash, await assetBlob(asset, folder), "an asset");
  return hash.digest("hex");
}

/**
 * The hash of an archive: of its own bytes where it is a file, else of a tar that is made of its files. Of files of
 * the same name the first counts.
 */
export async function archiveHash(archive: Archive, folder: string): Promise<string> {
  const hash = createHash("sha256");
  const source = await archiveSource(archive, folder);
  if (source) await add(hash, source.blob, "an archive");
  else {
    const seen = new Set<string>();
    for await (const { name, blob } of archiveFiles(archive, folder)) {
      if (seen.has(name)) continue;
      seen.add(name);
      hash.update(tarHeader(name, blob.size));
      await add(hash, blob, name);
      hash.update(padding(blob.size));
    }
    hash.update(Buffer.alloc(2 * BLOCK));
  }
  return hash.digest("hex");
}

async function add(hash: Hash, blob: Blob, name: string): Promise<void> {
  let size = 0;
  for await (const chunk of blob.read()) {
    hash.update(chunk);
    size += chunk.length;
  }
  if (size !== blob.size) {
    throw new Error(`${name} changed while it was read: expected ${blob.size} bytes, got ${size}`);
  }
}
