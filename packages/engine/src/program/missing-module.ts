import { installCommand } from "./install-command";
import type { Project } from "./project";
import { declares } from "./sdk-runner";

/**
 * What the user can do when a program failed because a module of another package was not found.
 * @param errors - what the program told
 * @returns undefined when it failed for another reason
 */
export function missingModuleHint(project: Project, errors: readonly string[]): string | undefined {
  for (const error of errors) {
    if (error.includes('Unknown file extension ".ts"') && !declares(project, "ts-node")) {
      const command = installCommand(project, "ts-node");
      return `TypeScript in ECMAScript modules needs ts-node: run "${command}" in ${project.programFolder}`;
    }
    const [, found] = /Cannot find (?:module|package) '([^']+)'/.exec(error) ?? [];
    if (found === undefined || /^[./]|^[A-Za-z]:|^node:/.test(found)) continue;
    const name = found
      .split("/")
      .slice(0, found.startsWith("@") ? 2 : 1)
      .join("/");
    return declares(project, name)
      ? `${name} is named in package.json but not installed: run "${installCommand(project)}" in ${project.programFolder}`
      : `${name} is not installed: run "${installCommand(project, name)}" in ${project.programFolder}`;
  }
  return undefined;
}
