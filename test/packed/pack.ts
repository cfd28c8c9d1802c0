import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mustRun, root } from "../setup";

/** Packs every package as it would be published. @returns the tarballs */
export async function packPackages(folder: string): Promise<readonly string[]> {
  rmSync(folder, { recursive: true, force: true });
  const args = ["-y", "pnpm@12", "-r", "--filter", "./packages/*", "pack", "--pack-destination", folder];
  await mustRun("npx", args, { cwd: root, timeout: 120_000 });
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

/** The files in a tarball, without the folder `package` that they all stand in. */
export async function filesOf(tarball: string): Promise<readonly string[]> {
  const listed = await mustRun("tar", ["-tzf", tarball]);
  return listed
    .trim()
    .split("\n")
    .map((path) => path.replace(/^package\//, ""))
    .sort();
}
