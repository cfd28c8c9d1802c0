import { equal } from "./equal";
import { isList, isMap } from "./kinds";
import { formatPath, type PropertyPath } from "./property-path";
import type { PropertyMap, PropertyValue } from "./property-value";

/** What happened at one path. "update" covers a change of type too. */
export interface PathChange {
  readonly path: PropertyPath;
  readonly kind: "add" | "delete" | "update";
}

/**
 * The innermost places at which two maps differ, in sorted order. Null counts as absent in objects. Compare plain
 * values: a change of secretness alone is a change here (see `mapWithoutSecrets`).
 */
export function diffMaps(old: PropertyMap, next: PropertyMap, prefix: PropertyPath = []): PathChange[] {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])].sort();
  const changes: PathChange[] = [];
  for (const key of keys) {
    if (prefix.length === 0 && key === "__defaults") continue;
    changes.push(...diffValues(old[key] ?? null, next[key] ?? null, [...prefix, key]));
  }
  return changes;
}

function diffValues(old: PropertyValue, next: PropertyValue, path: PropertyPath): PathChange[] {
  if (isMap(old) && isMap(next)) return diffMaps(old, next, path);
  if (isList(old) && isList(next)) {
    const changes: PathChange[] = [];
    for (let index = 0; index < Math.max(old.length, next.length); index++) {
      const at = [...path, index];
      if (index >= old.length) changes.push({ path: at, kind: "add" });
      else if (index >= next.length) changes.push({ path: at, kind: "delete" });
      else changes.push(...diffValues(old[index]!, next[index]!, at));
    }
    return changes;
  }
  if (equal(old, next)) return [];
  if (old === null) return [{ path, kind: "add" }];
  if (next === null) return [{ path, kind: "delete" }];
  return [{ path, kind: "update" }];
}

/** The top-level names among the changes, each once, in order. */
export function changedKeys(changes: readonly PathChange[]): string[] {
  return [...new Set(changes.map((change) => String(change.path[0])))];
}

/** The changes' paths as text. */
export function changedPaths(changes: readonly PathChange[]): string[] {
  return changes.map((change) => formatPath(change.path));
}
