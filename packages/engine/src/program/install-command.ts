import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Project } from "./project";
import type { PackageManager } from "./runtime-options";

type Named = Exclude<PackageManager, "auto">;

const LOCK_FILES: Readonly<Record<string, Named>> = {
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "package-lock.json": "npm",
};

/** What to type to install a program's dependencies, or to add one. */
export function installCommand(project: Project, name?: string): string {
  const manager = managerOf(project);
  if (name === undefined) return `${manager} install`;
  return manager === "npm" ? `npm install ${name}` : `${manager} add ${name}`;
}

/** The one that Pulumi.yaml names, else the one whose lock file is nearest. */
function managerOf({ packageManager = "auto", programFolder }: Project): Named {
  if (packageManager !== "auto") return packageManager;
  for (let folder = programFolder; ; folder = dirname(folder)) {
    const file = Object.keys(LOCK_FILES).find((name) => existsSync(join(folder, name)));
    if (file) return LOCK_FILES[file]!;
    if (dirname(folder) === folder) return "npm";
  }
}
