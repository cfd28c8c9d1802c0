import { constants } from "node:fs";
import { chmod, copyFile, lutimes, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileTreeEntry, listFileTree } from "@anew/core";
import { contentHashOf } from "../definition/content-hash-of";
import type { BuildDefinition } from "../definition/definition";

/** A context as it is built: a private copy that nobody changes while the build reads it. */
interface StagedContext {
  /** Absolute path of the folder. */
  readonly path: string;
  readonly entries: readonly FileTreeEntry[];
  /** The time that every file bears. */
  readonly time: Date;
}

/** The context changed after the program had hashed it. */
class ContextChanged extends Error {}

/**
 * Copies what of a context is sent, hands it to `use`, and removes it again.
 *
 * The copy holds nothing that the hash does not cover: permissions are 0644 or 0755, all times are one that
 * follows from the hash. So a checkout with another umask makes no other image. The time is not a fixed one,
 * because web servers make an `ETag` of time and size: a changed page of the same length would be taken for
 * the old one.
 *
 * @throws ContextChanged when the copy's hash is not the definition's
 */
async function withStagedContext<T>(
  definition: BuildDefinition,
  use: (staged: StagedContext) => Promise<T>,
): Promise<T> {
  const { context, contentHash, filter } = definition;
  return withStaging(async (path) => {
    const entries = listFileTree(context, filter);
    await copyTree(context, entries, path);
    if (contentHashOf({ ...definition, context: path, filter: () => true }) !== contentHash) {
      throw new ContextChanged(`${context} changed while it was copied`);
    }
    const time = await datedBy(contentHash, path, entries);
    return use({ path, entries, time });
  });
}

/** An empty folder in a private one, which is removed afterwards. */
async function withStaging<T>(use: (path: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), "anew-context-"));
  try {
    const path = join(root, "context");
    await mkdir(path);
    return await use(path);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Copies what `entries` names, with permissions that depend on nothing but the executable bit. */
async function copyTree(from: string, entries: readonly FileTreeEntry[], to: string): Promise<void> {
  for (const entry of entries) await copyEntry(entry, from, to);
}

/** Gives all of a copied tree the time that follows from the hash. */
async function datedBy(contentHash: string, path: string, entries: readonly FileTreeEntry[]): Promise<Date> {
  const time = timeOf(contentHash);
  // Deepest first: setting a file's time touches nothing above, but creating it did.
  for (const entry of entries.toReversed()) await lutimes(join(path, entry.path), time, time);
  return time;
}

async function copyEntry(entry: FileTreeEntry, from: string, to: string): Promise<void> {
  const place = join(to, entry.path);
  if (entry.kind === "directory")
    return void (await mkdir(place, { mode: 0o755 }).then(() => chmod(place, 0o755)));
  if (entry.kind === "symlink") return symlink(entry.target ?? "", place);
  await copyFile(join(from, entry.path), place, constants.COPYFILE_FICLONE);
  await chmod(place, entry.executable ? 0o755 : 0o644);
}

/** Between 1980, before which no ZIP file can be dated, and 2014. */
function timeOf(contentHash: string): Date {
  const start = Date.UTC(1980, 0, 1) / 1000;
  return new Date((start + (Number.parseInt(contentHash.slice(0, 8), 16) % 2 ** 30)) * 1000);
}

export type { StagedContext };
export { ContextChanged, copyTree, datedBy, withStagedContext, withStaging };
