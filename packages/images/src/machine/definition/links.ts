import { posix } from "node:path";
import type { FileTreeEntry, InputProblems } from "@anew/core";
import { inside } from "./inside";

/** A symbolic link out of its tree would read what is not hashed, and would lead nowhere in the copy that Packer sees. */
function checkLinks(
  entries: readonly FileTreeEntry[],
  root: string,
  property: string,
  problems: InputProblems,
): void {
  for (const { path, kind, target = "" } of entries) {
    if (kind !== "symlink") continue;
    const leadsIn =
      !posix.isAbsolute(target) && inside(posix.join(posix.dirname(path), target)) !== undefined;
    if (leadsIn) continue;
    problems.add({
      property,
      given: `${path} -> ${target}`,
      expected: `symbolic links that stay in ${root}`,
      fix: "put what it leads to in its place with extraFiles, or exclude the link in .packerignore",
    });
  }
}

export { checkLinks };
