import type { DiffResult, PropertyDiff } from "../../provider";
import {
  diffMaps,
  formatPath,
  isList,
  isMap,
  type PropertyMap,
  type PropertyPath,
  type PropertyValue,
  parsePath,
  pathContains,
} from "../../values";
import { isAutonamed, isNamed } from "./autoname";
import { type KubeObject, nameOf, namespaceOf } from "./object";

export interface ObjectDiff {
  /** What the cluster has. */
  readonly live: KubeObject;
  /** What of it the old inputs asked for. */
  readonly before: KubeObject;
  readonly next: KubeObject;
  /** Paths whose change replaces the object. */
  readonly immutable: readonly string[];
  readonly ignoreChanges: readonly string[];
}

/** What an update would change, and whether it needs another object. */
export function diffObject(diff: ObjectDiff): DiffResult {
  const { live, before, next } = diff;
  const immutable = diff.immutable.map(parsePath);
  const ignored = diff.ignoreChanges.map(parsePath);
  const detailedDiff: Record<string, PropertyDiff> = {};
  const replaces: string[] = [];
  for (const { path, kind } of diffMaps(before, next)) {
    if (ignored.some((one) => pathContains(one, path))) continue;
    const isFinal = immutable.some((one) => pathContains(one, path) || holds(path, one, before, next));
    const text = formatPath(path);
    detailedDiff[text] = { kind: isFinal ? `${kind}-replace` : kind, inputDiff: kind === "delete" };
    if (isFinal) replaces.push(text);
  }
  const changed = Object.keys(detailedDiff);
  return {
    changes: changed.length > 0 ? "some" : "none",
    replaces,
    stables: [],
    // Two objects cannot have one name, so one that the program named itself is deleted first.
    deleteBeforeReplace:
      replaces.length > 0 &&
      isNamed(next) &&
      !isAutonamed(next) &&
      nameOf(next) === nameOf(live) &&
      namespaceOf(next) === namespaceOf(live),
    diffs: [...new Set(changed.map((path) => String(parsePath(path)[0])))],
    detailedDiff,
  };
}

/** Whether what came or went at a path holds something immutable further in. */
function holds(path: PropertyPath, immutable: PropertyPath, old: PropertyMap, next: PropertyMap): boolean {
  if (path.length >= immutable.length || !pathContains(immutable.slice(0, path.length), path)) return false;
  const rest = immutable.slice(path.length);
  return has(valueAt(old, path), rest) || has(valueAt(next, path), rest);
}

function valueAt(value: PropertyValue, path: PropertyPath): PropertyValue {
  let here = value;
  for (const step of path) {
    if (isList(here)) here = here[Number(step)] ?? null;
    else here = isMap(here) ? (here[String(step)] ?? null) : null;
  }
  return here;
}

function has(value: PropertyValue, path: PropertyPath): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return value !== null;
  if (isList(value)) return value.some((item) => has(item, rest));
  return isMap(value) && has(value[String(step)] ?? null, rest);
}
