import { randomFillSync } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileTreeHash, listFileTree } from "@anew/core";
import { anewFolder, mustRun } from "../setup";
import { type Bench, type Figure, sample } from "./figure";

const RUNS = 7;

/** Trees of two shapes: what a service's source looks like, and what a model or a data set does. */
const TREES = [
  { name: "4,000 files of 4 KiB", folders: 40, files: 100, bytes: 4096 },
  { name: "20 files of 10 MiB", folders: 2, files: 10, bytes: 10 * 1024 * 1024 },
];

/** The hash of a file tree beside what else reads and hashes all of it. */
export const hash: Bench = {
  name: "hash",
  async run() {
    const figures: Figure[] = [];
    for (const tree of TREES) figures.push(...(await measureTree(tree)));
    return figures;
  },
};

async function measureTree(tree: (typeof TREES)[number]): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(anewFolder("bench"), "tree-"));
  try {
    const root = join(folder, "tree");
    writeTree(root, tree);
    const list = join(folder, "list");
    const files = listFileTree(root).filter(({ kind }) => kind === "file");
    writeFileSync(list, files.map(({ path }) => `${join(root, path)}\n`).join(""));
    const shell = (command: string) => mustRun("/bin/sh", ["-c", command], { cwd: root, timeout: 120_000 });
    const ways = {
      anew: async () => void fileTreeHash(root),
      git: () => shell(`git hash-object --no-filters --stdin-paths < ${list} > /dev/null`),
      tar: () => shell("tar --sort=name -cf - . | sha256sum > /dev/null"),
    };
    const megabytes = (tree.folders * tree.files * tree.bytes) / 1e6;
    const speeds = await measureInTurn(ways, megabytes);
    const measured = sample(speeds.anew);
    const beside = (name: string, values: readonly number[]): Figure => ({
      name: `hash of a tree, ${tree.name}`,
      unit: "MB/s",
      measured,
      peer: { name, measured: sample(values) },
    });
    return [beside("git hash-object", speeds.git), beside("tar | sha256sum", speeds.tar)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One of each way after the other, again and again: what disturbs one then disturbs all. */
async function measureInTurn<Name extends string>(
  ways: Readonly<Record<Name, () => Promise<unknown>>>,
  megabytes: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(ways) as Name[];
  const speeds = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let run = 0; run <= RUNS; run++) {
    for (const name of names) {
      const start = performance.now();
      await ways[name]();
      const seconds = (performance.now() - start) / 1000;
      if (run > 0) speeds[name].push(megabytes / seconds); // the first one fills the file cache
    }
  }
  return speeds;
}

function writeTree(root: string, { folders, files, bytes }: (typeof TREES)[number]): void {
  for (let folder = 0; folder < folders; folder++) {
    const path = join(root, `folder-${folder}`);
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < files; file++) {
      writeFileSync(join(path, `file-${file}`), randomFillSync(Buffer.alloc(bytes)));
    }
  }
}
