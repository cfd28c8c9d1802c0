import { posix } from "node:path";

/** A relative path, cleaned; undefined when it leads out of the folder that it starts in. */
function inside(path: string): string | undefined {
  const clean = posix.normalize(path).replace(/(?<=.)\/$/, "");
  if (posix.isAbsolute(clean) || clean.startsWith("~") || /^[A-Za-z]:|\\/.test(clean)) return undefined;
  return clean === ".." || clean.startsWith("../") ? undefined : clean;
}

export { inside };
