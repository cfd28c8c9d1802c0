import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { anewFolder, root } from "../setup/places";
import type { Settings } from "./world";

/** The example that the demo runs, as its project is called. */
export const PROJECT = "docker-blue-green";
export const EXAMPLE = join(root, "examples", PROJECT);

/** What is edited in the service's code for each version. */
const EDITS: Readonly<Record<Settings["app"], readonly (readonly [string, string])[]>> = {
  v1: [],
  v2: [['const version = "v1";', 'const version = "v2";']],
  v3: [
    ['const version = "v1";', 'const version = "v3";'],
    ["const healthy = true;", "const healthy = false;"],
  ],
};

/** The folder of one run of the demo, which it removes at its end. */
export function runFolder(run: string): string {
  return anewFolder("demo", run);
}

/** A copy of the example's service, edited into a version of this run: its image is new, even if the demo ran before. */
export function appFolder(version: Settings["app"], run: string): string {
  const original = join(EXAMPLE, "app");
  const folder = join(runFolder(run), version);
  rmSync(folder, { recursive: true, force: true });
  cpSync(original, folder, { recursive: true });
  const file = join(folder, "server.js");
  let code = `// ${run}\n${readFileSync(file, "utf8")}`;
  for (const [from, to] of EDITS[version]) {
    if (!code.includes(from)) throw new Error(`${join(original, "server.js")} has no line ${from}`);
    code = code.replace(from, to);
  }
  writeFileSync(file, code);
  return folder;
}
