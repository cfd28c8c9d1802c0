import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { installCommand } from "./install-command";
import type { Project } from "./project";

/** The major version of `@pulumi/pulumi` that this engine speaks to. */
const MAJOR = 3;

/**
 * The script of the program's own SDK that runs programs.
 * @throws Error when the program's folder has no SDK, or one that this engine does not speak to
 */
export function sdkRunner(project: Project): string {
  const near = createRequire(join(project.programFolder, "package.json"));
  let runner: string;
  try {
    runner = near.resolve("@pulumi/pulumi/cmd/run");
  } catch {
    const fix = declares(project, "@pulumi/pulumi")
      ? `its package.json names it: run "${installCommand(project)}" there`
      : `run "${installCommand(project, "@pulumi/pulumi")}" there`;
    throw new Error(`the Pulumi SDK is not installed for the program in ${project.programFolder}: ${fix}`);
  }
  const version = versionOf(runner);
  if (version !== undefined && Number(version.split(".")[0]) !== MAJOR) {
    throw new Error(
      `@pulumi/pulumi: got version ${version} in ${project.programFolder}, expected ${MAJOR}.x: ` +
        `run "${installCommand(project, `@pulumi/pulumi@${MAJOR}`)}" there`,
    );
  }
  return runner;
}

/** The version of the package that a file belongs to. */
function versionOf(file: string): string | undefined {
  for (let folder = dirname(file); dirname(folder) !== folder; folder = dirname(folder)) {
    const manifest = readManifest(folder);
    if (manifest?.name === "@pulumi/pulumi") return String(manifest.version);
  }
  return undefined;
}

/** Whether the program's package.json asks for a package. */
export function declares(project: Project, name: string): boolean {
  for (let folder = project.programFolder; ; folder = dirname(folder)) {
    const manifest = readManifest(folder);
    if (manifest)
      return [manifest.dependencies, manifest.devDependencies].some((list) => list && name in list);
    if (dirname(folder) === folder) return false;
  }
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest | undefined {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Manifest;
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`);
  }
}
