import { lstat, readdir, stat } from "node:fs/promises";
import { isAbsolute, join, posix } from "node:path";
import { type Archive, Asset } from "../values";
import { type ArchiveFormat, archiveFormat } from "./archive-format";
import { type Blob, bytesBlob, bytesOf, fileBlob } from "./blob";
import { fetchBlob } from "./fetch-blob";
import { type ArchiveFile, gunzipped, untar } from "./untar";
import { unzip } from "./unzip";

/** A folder of the engine's own; never part of an archive. */
const OWN_FOLDER = ".pulumi";

/** The content of an asset. @param folder - where relative paths start */
export function assetBlob(asset: Asset, folder: string): Promise<Blob> {
  const { text, path, uri } = asset.content;
  if (path) return fileBlob(within(folder, path));
  if (uri) return fetchBlob(uri);
  return Promise.resolve(bytesBlob(Buffer.from(text ?? "")));
}

/** An archive's own bytes, where it is a file in a known format; undefined for folders and collections. */
export async function archiveSource(
  archive: Archive,
  folder: string,
): Promise<{ format: ArchiveFormat; blob: Blob } | undefined> {
  const { path, uri } = archive.content;
  if (path) {
    const format = archiveFormat(path);
    return format && { format, blob: await fileBlob(within(folder, path)) };
  }
  if (!uri) return undefined;
  const format = archiveFormat(new URL(uri).pathname);
  if (!format) throw new Error(`file at URL '${uri}' is not a recognized archive format`);
  return { format, blob: await fetchBlob(uri) };
}

/** An archive's files, in the order of which its hash is made. @throws Error when something cannot be read */
export async function* archiveFiles(archive: Archive, folder: string): AsyncGenerator<ArchiveFile> {
  const { path, uri, assets = {} } = archive.content;
  const source = await archiveSource(archive, folder);
  if (source) yield* unpacked(source.format, await bytesOf(source.blob));
  else if (path) yield* filesIn(within(folder, path));
  else if (uri === undefined) yield* collected(assets, folder);
}

function unpacked(format: ArchiveFormat, bytes: Buffer): Generator<ArchiveFile> {
  if (format === "zip") return unzip(bytes);
  return untar(format === "tar" ? bytes : gunzipped(bytes));
}

async function* collected(
  assets: Readonly<Record<string, Asset | Archive>>,
  folder: string,
): AsyncGenerator<ArchiveFile> {
  for (const name of Object.keys(assets).sort(byBytes)) {
    const member = assets[name]!;
    try {
      if (member instanceof Asset) yield { name, blob: await assetBlob(member, folder) };
      else
        for await (const file of archiveFiles(member, folder))
          yield { ...file, name: posix.join(name, file.name) };
    } catch (error) {
      const kind = member instanceof Asset ? "archive asset" : "sub-archive";
      throw new Error(`failed to expand ${kind} '${name}': ${(error as Error).message}`);
    }
  }
}

async function* filesIn(root: string): AsyncGenerator<ArchiveFile> {
  const info = await stat(root).catch((error: Error) => {
    throw new Error(`couldn't read archive path '${root}': ${error.message}`);
  });
  if (!info.isDirectory()) throw new Error(`'${root}' is neither a recognized archive type nor a directory`);
  // A link to a folder is not followed, not even where it is the archive itself.
  if (!(await lstat(root)).isDirectory()) return;
  for await (const name of walk(root, "")) {
    const path = join(root, name);
    yield { name, blob: await fileBlob(path) };
  }
}

/** The names of all files below a folder; of each folder sorted, and a folder's files where its name stands. */
async function* walk(root: string, below: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => byBytes(a.name, b.name))) {
    if (entry.name === OWN_FOLDER) continue;
    const name = posix.join(below, entry.name);
    if (entry.isDirectory()) yield* walk(root, name);
    else if (!entry.isSymbolicLink() || !(await stat(join(root, name))).isDirectory()) yield name;
  }
}

function within(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
