import { isMap, type PropertyMap, parsePath } from "../../values";
import { at, type KubeObject, listAt, mapAt, withAt, withoutAt } from "./object";

/**
 * The inputs of an update with what `ignoreChanges` names as it is in the cluster. A field that another manager alone
 * owns is left out, so that it stays his; any other is sent as it is, since a field that is not sent is given up.
 * As in the real provider, paths into lists and names with dots are not looked up.
 */
export function withIgnoredFields(
  inputs: KubeObject,
  live: KubeObject,
  manager: string,
  ignoreChanges: readonly string[],
): KubeObject {
  let result = inputs;
  for (const text of ignoreChanges) {
    const path = parsePath(text).filter((step): step is string => typeof step === "string");
    if (path.join(".") !== text) continue;
    const owners = listAt(live, "metadata", "managedFields").filter((one) => owns(one, path));
    const isTheirs = owners.length > 0 && owners.every((one) => one.manager !== manager);
    const value = at(live, ...path);
    if (isTheirs) result = withoutAt(result, path);
    else if (value !== undefined) result = withAt(result, path, value);
  }
  return result;
}

function owns(managed: PropertyMap, path: readonly string[]): boolean {
  let fields: PropertyMap = mapAt(managed, "fieldsV1");
  for (const step of path) {
    const inner = fields[`f:${step}`];
    if (!isMap(inner)) return false;
    fields = inner;
  }
  return true;
}
