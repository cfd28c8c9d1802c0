import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FileTreeEntry } from "@anew/core";
import type { Pack } from "tar-stream";
import type { StagedContext } from "./staged-context";

/** Name of the Dockerfile that is built, in the archive. */
const DOCKERFILE_IN_TAR = ".anew.Dockerfile";
const IGNORE_FILE = ".dockerignore";

/**
 * A staged context as the archive that the classic builder reads from its standard input, with the Dockerfile
 * to build beside the user's own. A line in `.dockerignore` keeps it out of the image, as Docker's own
 * `docker build -f -` does, but with a name that is always the same: a random one would spoil the cache.
 */
function contextTar(staged: StagedContext, dockerfile: string): Readable {
  const { pack } = require("tar-stream") as typeof import("tar-stream");
  const archive = pack();
  fill(archive, staged, dockerfile).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  // tar-stream's streams are not Node's own, which a child process's input must be.
  return Readable.from(archive, { objectMode: false });
}

async function fill(
  archive: Pack,
  { path, entries, time }: StagedContext,
  dockerfile: string,
): Promise<void> {
  const own = entries.some((entry) => entry.path === IGNORE_FILE && entry.kind === "file");
  const ignored = own ? await readFile(join(path, IGNORE_FILE), "utf8") : IGNORE_FILE;
  await addBytes(
    archive,
    { name: IGNORE_FILE, mode: 0o644, mtime: time },
    `${ignored}\n${DOCKERFILE_IN_TAR}\n`,
  );
  await addBytes(archive, { name: DOCKERFILE_IN_TAR, mode: 0o644, mtime: time }, dockerfile);
  for (const entry of entries) {
    if (entry.path !== IGNORE_FILE || entry.kind !== "file")
      await addEntry(archive, entry, join(path, entry.path), time);
  }
}

async function addEntry(archive: Pack, entry: FileTreeEntry, place: string, mtime: Date): Promise<void> {
  const header = { name: entry.path, mtime, uid: 0, gid: 0 };
  if (entry.kind === "directory") return addBytes(archive, { ...header, type: "directory", mode: 0o755 }, "");
  if (entry.kind === "symlink") {
    return addBytes(archive, { ...header, type: "symlink", mode: 0o777, linkname: entry.target ?? "" }, "");
  }
  const { size } = await stat(place);
  const sink = archive.entry({ ...header, size, mode: entry.executable ? 0o755 : 0o644 });
  await pipeline(createReadStream(place), sink);
}

function addBytes(archive: Pack, header: Parameters<Pack["entry"]>[0], bytes: string): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry(header, bytes, (error) => (error ? reject(error) : resolve()));
  });
}

export { contextTar, DOCKERFILE_IN_TAR };
