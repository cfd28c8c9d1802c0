import { realpathSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { type FileTreeEntry, type FileTreeFilter, type InputProblems, listFileTree } from "@anew/core";
import { pathKind } from "../../definition/path-kind";
import { MUST_BE_PLAIN } from "../../definition/read-context";
import { inside } from "./inside";
import { checkLinks } from "./links";

/** A file or folder from outside of the context. */
interface ExtraFiles {
  /** Its place in the context. */
  readonly at: string;
  /** Absolute. */
  readonly from: string;
  readonly kind: "file" | "directory";
}

const EXAMPLE = '{ "roles/common": "../roles/common" }';

function readExtraFiles(given: unknown, context: string | undefined, problems: InputProblems): ExtraFiles[] {
  if (given === undefined) return [];
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    problems.add({ property: "extraFiles", given, expected: `an object of places and paths: ${EXAMPLE}` });
    return [];
  }
  const read = Object.entries(given).flatMap(([place, from]) => readOne(place, from, context, problems));
  const sorted = read.sort((a, b) => (a.at < b.at ? -1 : 1));
  for (const { at } of sorted) {
    const within = sorted.find((other) => other.at !== at && `${at}/`.startsWith(`${other.at}/`));
    if (within === undefined) continue;
    const expected = `a place outside of "${within.at}", which is one of its own`;
    problems.add({ property: `extraFiles["${at}"]`, given: at, expected });
  }
  return sorted;
}

function readOne(
  place: string,
  from: unknown,
  context: string | undefined,
  problems: InputProblems,
): ExtraFiles[] {
  const property = `extraFiles[${JSON.stringify(place)}]`;
  const at = inside(place);
  if (at === undefined || at === ".") {
    problems.add({ property, given: place, expected: "a place in the context, such as roles/common" });
    return [];
  }
  if (typeof from !== "string" || from === "") {
    problems.add({ property, given: from, expected: "the path of a file or folder", fix: MUST_BE_PLAIN });
    return [];
  }
  if (context !== undefined && statSync(`${context}/${at}`, { throwIfNoEntry: false }) !== undefined) {
    const fix = "what is in the context needs no extraFiles; choose another place for this";
    problems.add({ property, given: place, expected: "a place where the context has nothing", fix });
    return [];
  }
  const path = resolve(from);
  const kind = pathKind(path);
  if (kind !== undefined) return [{ at, from: realpathSync(path), kind }];
  problems.add({ property, given: from, expected: "a file or folder", fix: `there is nothing at ${path}` });
  return [];
}

/** What a tree of extra files adds to the paths of the context. */
function extraEntries(extraFiles: readonly ExtraFiles[], problems: InputProblems): FileTreeEntry[] {
  return extraFiles.flatMap((extra) => {
    const { root, filter, at } = treeOf(extra);
    const entries = listFileTree(root, filter);
    checkLinks(entries, extra.from, `extraFiles[${JSON.stringify(extra.at)}]`, problems);
    const folders = parents(extra.at).map((path) => ({
      path,
      kind: "directory" as const,
      executable: false,
    }));
    const top = extra.kind === "file" ? [] : [{ path: extra.at, kind: extra.kind, executable: false }];
    return [...folders, ...top, ...entries.map((entry) => ({ ...entry, path: at(entry.path) }))];
  });
}

/** A single file as a tree: the folder it is in, and nothing else of it. */
function treeOf({ at, from, kind }: ExtraFiles): {
  readonly root: string;
  readonly filter: FileTreeFilter;
  readonly at: (path: string) => string;
} {
  if (kind === "directory") return { root: from, filter: () => true, at: (path) => `${at}/${path}` };
  const name = basename(from);
  return { root: dirname(from), filter: (path) => path === name, at: () => at };
}

/** `a/b/c` → `a`, `a/b`. */
function parents(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

export type { ExtraFiles };
export { extraEntries, parents, readExtraFiles, treeOf };
