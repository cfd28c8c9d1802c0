import { readFileSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { FileTreeFilter, InputProblems } from "@anew/core";
import { contextFilter } from "../ignore/context-filter";
import { parseIgnoreFile } from "../ignore/ignore-file";
import { pathKind } from "./path-kind";

/** What decides the hash is read at construction. */
const MUST_BE_PLAIN = "it is hashed at construction, so it must be a plain text";

/** The context's absolute path. */
function readContext(given: unknown, problems: InputProblems): string | undefined {
  if (typeof given !== "string") {
    const fix = given === undefined ? "name the folder that the image is built from" : MUST_BE_PLAIN;
    problems.add({ property: "context", given, expected: "a folder", fix });
    return undefined;
  }
  const path = resolve(given);
  const kind = pathKind(path);
  if (given !== "" && kind === "directory") return path;
  const fix = kind === undefined ? `there is nothing at ${path}` : `${path} is a file`;
  problems.add({
    property: "context",
    given,
    expected: "a folder",
    fix: given === "" ? "name a folder" : fix,
  });
  return undefined;
}

/** What of a context is sent: all, but for what the ignore file excludes. */
function readFilter(
  context: string,
  dockerfile: string,
  problems: InputProblems,
): FileTreeFilter | undefined {
  // Docker takes the one beside the Dockerfile first, and then no other.
  const path = [`${dockerfile}.dockerignore`, `${context}/.dockerignore`].find(
    (file) => pathKind(file) === "file",
  );
  if (path === undefined) return () => true;
  try {
    return contextFilter(parseIgnoreFile(readFileSync(path, "utf8")));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.add({
      property: "context",
      given: path,
      expected: "patterns that Docker takes",
      fix: error.message,
    });
    return undefined;
  }
}

/** The lock file counts by the pins that are used, not by its bytes: a pin of another stage changes nothing. */
function withoutFile(filter: FileTreeFilter, context: string, file: string): FileTreeFilter {
  const inContext = relative(context, file);
  if (inContext.startsWith("..") || isAbsolute(inContext)) return filter;
  const excluded = inContext.split(sep).join("/");
  return (path, isDirectory) => (path === excluded ? false : filter(path, isDirectory));
}

export { MUST_BE_PLAIN, readContext, readFilter, withoutFile };
