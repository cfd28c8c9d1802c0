import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { listFileTree } from "@anew/core";
import { ContextChanged, copyTree, datedBy } from "../../context/staged-context";
import { machineHashOf } from "../definition/content-hash";
import type { MachineDefinition } from "../definition/definition";
import { type ExtraFiles, parents, treeOf } from "../definition/extra-files";

/**
 * Fills an empty folder with what the hash covers and nothing else: the context and the extra files in their places.
 * @throws ContextChanged when the copy's hash is not the definition's
 */
async function stageMachineFiles(definition: MachineDefinition, path: string): Promise<void> {
  const { context, contentHash, filter, extraFiles } = definition;
  const own = listFileTree(context, filter);
  await copyTree(context, own, path);
  for (const extra of extraFiles) await copyExtra(extra, path);
  const names = new Set(own.map((entry) => entry.path));
  const copied = {
    context: path,
    filter: (name: string) => names.has(name),
    extraFiles: extraFiles.map((extra) => ({ ...extra, from: join(path, extra.at) })),
  };
  if (machineHashOf({ ...definition, ...copied }) !== contentHash) {
    throw new ContextChanged(`${context} changed while it was copied`);
  }
  await datedBy(contentHash, path, listFileTree(path));
}

async function copyExtra(extra: ExtraFiles, path: string): Promise<void> {
  const { root, filter } = treeOf(extra);
  const entries = listFileTree(root, filter);
  const folders = extra.kind === "file" ? parents(extra.at) : [...parents(extra.at), extra.at];
  for (const folder of folders.map((name) => join(path, name))) {
    if (existsSync(folder)) continue;
    await mkdir(folder);
    await chmod(folder, 0o755); // whatever the umask is
  }
  const place = join(path, extra.at);
  if (extra.kind === "directory") return copyTree(root, entries, place);
  await copyFile(extra.from, place);
  await chmod(place, entries[0]?.executable ? 0o755 : 0o644);
}

export { stageMachineFiles };
