import { readFileSync } from "node:fs";
import type { FileTreeFilter, InputProblems } from "@anew/core";
import { pathKind } from "../../definition/path-kind";
import { contextFilter } from "../../ignore/context-filter";
import { parseIgnoreFile } from "../../ignore/ignore-file";

/** Its patterns are those of a `.dockerignore`. */
const IGNORE_FILE = ".packerignore";

/** What of a context counts: all, but for the ignore file and what it excludes. */
function readIgnoreFile(context: string, problems: InputProblems): FileTreeFilter | undefined {
  const file = `${context}/${IGNORE_FILE}`;
  if (pathKind(file) !== "file") return () => true;
  try {
    // It decides what counts, and does not count itself: a comment in it changes nothing.
    return contextFilter([...parseIgnoreFile(readFileSync(file, "utf8")), IGNORE_FILE]);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const expected = "patterns as in a .dockerignore";
    problems.add({ property: "context", given: file, expected, fix: error.message });
    return undefined;
  }
}

export { IGNORE_FILE, readIgnoreFile };
