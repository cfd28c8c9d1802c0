import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type Backend,
  type CheckpointParts,
  deploymentText,
  type Lock,
  type StackName,
  type StoredCheckpoint,
} from "./backend";
import { versionFor } from "./checkpoint";
import { FileLock } from "./file-lock";
import { rescue } from "./rescue";
import { readStateFile } from "./state-file";
import { writeDurably } from "./write-durably";

/** How many backups of one stack are kept. */
export const BACKUPS_KEPT = 20;

/**
 * Keeps states in a folder, laid out as Pulumi's own file backend does: `pulumi login file://<folder>` finds the same
 * stacks.
 * @see https://www.pulumi.com/docs/iac/concepts/state-and-backends/
 */
export class FileBackend implements Backend {
  /** @param folder - absolute path */
  constructor(readonly folder: string) {}

  async load(name: StackName): Promise<StoredCheckpoint | undefined> {
    const file = this.stackFile(name);
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      refuseCompressed(file);
      return undefined;
    }
    const remedy = () => this.remedy(name);
    try {
      return { ...readStateFile(text, `the state file ${file}`), remedy };
    } catch (error) {
      const offer = await remedy();
      throw new Error(`${(error as Error).message}. It was left as it is.${offer && ` ${offer}`}`);
    }
  }

  async save(name: StackName, parts: CheckpointParts): Promise<void> {
    const file = this.stackFile(name);
    const stack = JSON.stringify(`organization/${name.project}/${name.stack}`);
    const latest = deploymentText(parts);
    const { features } = parts;
    const version = `"version":${versionFor(features)}${features.length > 0 ? `,"features":${JSON.stringify(features)}` : ""}`;
    const text = `{${version},"checkpoint":{"stack":${stack},"latest":${latest}}}\n`;
    try {
      await this.prepare(dirname(file));
      await writeDurably(file, text);
    } catch (error) {
      throw new Error(await rescue(file, text, error as Error));
    }
  }

  async backup(name: StackName): Promise<void> {
    const file = this.stackFile(name);
    if (!existsSync(file)) return;
    const folder = this.backupFolder(name);
    const copy = join(folder, `${name.stack}.${Date.now()}000000.json`);
    try {
      await mkdir(folder, { recursive: true });
      await copyFile(file, copy);
    } catch (error) {
      await removeQuietly(copy);
      throw new Error(
        `the state file ${file} could not be backed up, so nothing was done: ${(error as Error).message}`,
      );
    }
    const old = (await readdir(folder)).sort().slice(0, -BACKUPS_KEPT);
    for (const entry of old) await removeQuietly(join(folder, entry));
  }

  lock(name: StackName): Promise<Lock> {
    return new FileLock(this.lockFolder(name)).take();
  }

  cancel(name: StackName): Promise<readonly string[]> {
    return new FileLock(this.lockFolder(name)).removeAll();
  }

  /** The file of a stack's state. */
  stackFile(name: StackName): string {
    return join(this.folder, ".pulumi", "stacks", name.project, `${name.stack}.json`);
  }

  private backupFolder(name: StackName): string {
    return join(this.folder, ".pulumi", "backups", name.project, name.stack);
  }

  private lockFolder(name: StackName): string {
    return join(this.folder, ".pulumi", "locks", "organization", name.project, name.stack);
  }

  private async prepare(folder: string): Promise<void> {
    if (existsSync(folder)) return;
    await mkdir(folder, { recursive: true });
    const meta = join(this.folder, ".pulumi", "meta.yaml");
    if (!existsSync(meta)) await writeDurably(meta, "version: 1\n");
  }

  /** How to go back to the newest backup that can be read. */
  private async remedy(name: StackName): Promise<string> {
    const folder = this.backupFolder(name);
    if (!existsSync(folder)) return "";
    for (const entry of (await readdir(folder)).sort().reverse()) {
      const backup = join(folder, entry);
      try {
        readStateFile(await readFile(backup, "utf8"), backup);
      } catch {
        continue;
      }
      return `The newest backup is ${backup}; to go back to it: cp '${backup}' '${this.stackFile(name)}'`;
    }
    return "";
  }
}

/** A stack that the Pulumi CLI keeps compressed must not look like one that was never made. */
function refuseCompressed(file: string): void {
  for (const [end, tool] of [
    ["gz", "gunzip"],
    ["zst", "unzstd"],
  ]) {
    const packed = `${file}.${end}`;
    if (existsSync(packed)) {
      throw new Error(`the state file ${packed} is compressed; unpack it first: ${tool} '${packed}'`);
    }
  }
}

async function removeQuietly(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => {});
}
