import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import type { ProgramFunction } from "../program/inline-program";
import type { Project } from "../program/project";

/**
 * A project's program as a function: each call evaluates the project's own modules anew, as a process of its own would;
 * those of packages are shared. TypeScript needs the test runner's own loader (tsx, ts-node).
 * @throws Error when the program is an ECMAScript module, which Node evaluates only once
 */
export function folderProgram(project: Project): ProgramFunction {
  const { programFolder, entryPoint } = project;
  const manifest = join(programFolder, "package.json");
  const isModule = existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).type === "module";
  if (isModule) {
    throw new Error(
      `${manifest}: "type" is "module", and Node evaluates such a program once; leave inProcess out`,
    );
  }
  const load = createRequire(manifest);
  return async () => {
    forget(programFolder);
    const exported: unknown = load(entryPoint === "." ? programFolder : entryPoint);
    return typeof exported === "function" ? exported() : exported;
  };
}

function forget(folder: string): void {
  for (const path of Object.keys(require.cache)) {
    const isOwn =
      path.startsWith(folder + sep) && !path.slice(folder.length).includes(`${sep}node_modules${sep}`);
    if (isOwn) delete require.cache[path];
  }
}
