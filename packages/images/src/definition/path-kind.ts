import { statSync } from "node:fs";

/** What is at a path, symlinks followed; undefined for nothing, and for what is neither. */
function pathKind(path: string): "file" | "directory" | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? "file" : stats?.isDirectory() ? "directory" : undefined;
}

export { pathKind };
