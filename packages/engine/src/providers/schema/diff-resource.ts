import type { DiffCall, DiffResult, PropertyDiffKind } from "../../provider";
import { mapWithoutSecrets, type PropertyMap, parsePath, pathContains } from "../../values";
import { listed } from "./check-inputs";
import { detailedDiff } from "./detailed-diff";
import { plan } from "./plan";
import type { ResourceSchema } from "./resource-schema";

/** Compares the state with checked inputs and says whether the resource must be replaced, as a bridged provider does. */
export function diffResource(
  schema: ResourceSchema,
  call: Pick<DiffCall, "oldOutputs" | "news" | "ignoreChanges">,
): DiffResult {
  const prior = mapWithoutSecrets(call.oldOutputs);
  const news = mapWithoutSecrets(call.news);
  const detailed = detailedDiff(schema, prior, plan(schema, prior, news), news);
  const ignored = call.ignoreChanges.filter((path) => path !== "*").map(parsePath);
  for (const path of Object.keys(detailed)) {
    if (ignored.some((ignore) => pathContains(ignore, parsePath(path)))) delete detailed[path];
  }
  for (const [path, change] of Object.entries(detailed)) {
    if (change.kind.endsWith("-replace") || !schema.replacesToo?.(path, change.kind)) continue;
    detailed[path] = { ...change, kind: `${change.kind}-replace` as PropertyDiffKind };
  }
  const changed = Object.entries(detailed);
  const replaces = changed
    .filter(([, change]) => change.kind.endsWith("-replace"))
    .map(([path]) => top(path));
  return {
    changes: changed.length > 0 ? "some" : "none",
    replaces: replaces.sort(),
    stables: Object.keys(schema.properties)
      .filter((key) => schema.properties[key]!.forceNew && !replaces.includes(key))
      .sort(),
    deleteBeforeReplace:
      replaces.length > 0 && (schema.deleteBeforeReplace === true || hasOwnName(schema, news)),
    diffs: [...new Set(changed.map(([path]) => top(path)))].sort(),
    detailedDiff: detailed,
  };
}

function top(path: string): string {
  return String(parsePath(path)[0]);
}

/** Two objects cannot have one name, so a resource that the program named itself is deleted first. */
function hasOwnName(schema: ResourceSchema, news: PropertyMap): boolean {
  if (!schema.autoName || news.__defaults === undefined) return false;
  const { property } = schema.autoName;
  return property in news && !listed(news).includes(property);
}
