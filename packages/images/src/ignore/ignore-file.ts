import { posix } from "node:path";

/**
 * The patterns of a `.dockerignore`, in their order, cleaned as Docker cleans them.
 * @see https://docs.docker.com/build/concepts/context/#dockerignore-files
 * @see https://github.com/moby/patternmatcher/blob/v0.6.0/ignorefile/ignorefile.go
 */
function parseIgnoreFile(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return lines
    .filter((line) => !line.startsWith("#") && line.trim() !== "")
    .map((line) => clean(line.trim()));
}

function clean(line: string): string {
  const negated = line.startsWith("!");
  const text = negated ? line.slice(1).trim() : line;
  // A lone "!" stays as it is: the matcher refuses it, as Docker does.
  const path = text === "" ? "" : cleanPath(text).replace(/^\/(?=.)/, "");
  return negated ? `!${path}` : path;
}

/** Go's `path.Clean`: Node's keeps a slash at the end. */
function cleanPath(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, "");
}

export { cleanPath, parseIgnoreFile };
