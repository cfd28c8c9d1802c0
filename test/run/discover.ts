import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * `fast` needs neither Docker nor a network; nor does `slow`, which takes its time: it starts many processes, or does much.
 * `docker` has a daemon to work with, and the npm registry; `cluster` a Kubernetes beside it.
 */
export type Tier = "fast" | "slow" | "docker" | "cluster";

export interface TestFile {
  /** Relative to the top of the clone, "/" separated. */
  readonly path: string;
  readonly tier: Tier;
  /** Whether it must not run beside another: it stops parts of what they share, or measures. Its folder is called so. */
  readonly alone: boolean;
}

/** All test files, sorted by path. Which tier a file belongs to is told by its place. */
export function discoverTests(root: string): readonly TestFile[] {
  const packages = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name, "test"));
  return [...packages, join(root, "test")]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => testFilesIn(folder))
    .map((file) => relative(root, file).split(sep).join("/"))
    .sort()
    .map((path) => ({ path, tier: tierOf(path), alone: path.includes("/alone/") }));
}

export function tierOf(path: string): Tier {
  if (/^packages\/[^/]+\/test\/docker\/|^test\/(e2e|packed)\//.test(path)) return "docker";
  if (/^packages\/[^/]+\/test\/cluster\/|^test\/e2e-kubernetes\//.test(path)) return "cluster";
  return path.includes("/slow/") ? "slow" : "fast";
}

function testFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : testFilesIn(path);
    return entry.name.endsWith(".test.ts") ? [path] : [];
  });
}
