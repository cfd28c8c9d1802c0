import type { DiffResult, PropertyDiff, PropertyDiffKind } from "../provider";
import { parsePath, pathContains } from "../values";

/** The pseudo-property that stands for a creation or update which did not complete. */
const INIT_ERROR = "#initerror";

const AS_REPLACE: Record<PropertyDiffKind, PropertyDiffKind> = {
  add: "add-replace",
  delete: "delete-replace",
  update: "update-replace",
  "add-replace": "add-replace",
  "delete-replace": "delete-replace",
  "update-replace": "update-replace",
};

/**
 * A diff in which the changes that the program wants to replace for do so. Only keys that the diff names count.
 * @throws Error on a path that cannot be read
 */
export function applyReplaceOnChanges(
  diff: DiffResult,
  replaceOnChanges: readonly string[],
  hasInitErrors: boolean,
): DiffResult {
  if (diff.changes !== "some" && !hasInitErrors) return diff;
  const paths = replaceOnChanges.map(parsePath);
  const matches = (text: string) => {
    const path = parsePath(text);
    return paths.some((candidate) => pathContains(candidate, path));
  };
  const replaces = new Set([...diff.replaces, ...diff.diffs.filter(matches)]);
  let changes = diff.changes;
  if (hasInitErrors && matches(INIT_ERROR)) {
    replaces.add(INIT_ERROR);
    changes = "some";
  }
  const detailedDiff = diff.detailedDiff && withReplaces(diff.detailedDiff, matches);
  return { ...diff, changes, replaces: [...replaces], ...(detailedDiff ? { detailedDiff } : {}) };
}

function withReplaces(
  detailed: Readonly<Record<string, PropertyDiff>>,
  matches: (path: string) => boolean,
): Record<string, PropertyDiff> {
  const entries = Object.entries(detailed).map(([path, diff]): [string, PropertyDiff] => [
    path,
    matches(path) ? { ...diff, kind: AS_REPLACE[diff.kind] } : diff,
  ]);
  return Object.fromEntries(entries);
}

/** Whether a diff demands a replacement: by a key, or by a path of the detailed diff. */
export function demandsReplacement(diff: DiffResult): boolean {
  if (diff.replaces.length > 0) return true;
  return Object.values(diff.detailedDiff ?? {}).some((entry) => entry.kind.endsWith("-replace"));
}
