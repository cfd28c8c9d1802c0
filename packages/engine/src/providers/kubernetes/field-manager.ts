import { createHash, randomBytes } from "node:crypto";
import { isMap, type PropertyMap, type PropertyValue } from "../../values";
import { PATCH_FIELD_MANAGER, PATCH_FORCE } from "./annotations";
import type { Cluster } from "./cluster";
import {
  annotation,
  apiVersionOf,
  type KubeObject,
  listAt,
  mapAt,
  nameOf,
  namespaceOf,
  textAt,
} from "./object";

/** The manager under which objects are created; their first update takes their fields over from it. */
export const CREATE_MANAGER = "pulumi-kubernetes";

/** Managers whose fields an update takes over: this provider without server-side apply, and kubectl. */
const TAKEN_OVER = [
  ["kubectl", "Apply"],
  ["kubectl", "Update"],
  ["before-first-apply", "Update"],
  [CREATE_MANAGER, "Update"],
  ["pulumi-kubernetes.exe", "Update"],
  ["pulumi-resource-kubernetes", "Update"],
] as const;

/** The field manager of an object: its annotation's, else the one in the state, else a new one. */
export function fieldManagerOf(inputs: KubeObject, recorded: string | undefined): string {
  const suffix = () => createHash("sha256").update(randomBytes(16)).digest("hex").slice(0, 8);
  return annotation(inputs, PATCH_FIELD_MANAGER) || recorded || `${CREATE_MANAGER}-${suffix()}`;
}

/** Whether to win a conflict with another field manager. */
export function winsConflicts(
  inputs: KubeObject,
  live: KubeObject | undefined,
  options: { readonly always: boolean; readonly preview: boolean },
): boolean {
  if (options.always || annotation(inputs, PATCH_FORCE) === "true") return true;
  const managed = listAt(live, "metadata", "managedFields");
  // An object from before there were field managers belongs to nobody.
  if (live && managed.length === 0) return true;
  if (!options.preview) return false;
  // A preview takes nothing over, so what the update will take over must not look like a conflict.
  const own = [CREATE_MANAGER, "pulumi-kubernetes.exe", "pulumi-resource-kubernetes"];
  return !live || managed.some((one) => one.operation === "Update" && own.includes(textAt(one, "manager")));
}

/** Makes the fields that this provider or kubectl set in another way those of a field manager. */
export async function takeFieldsOver(
  cluster: Cluster,
  live: KubeObject,
  manager: string,
): Promise<KubeObject> {
  const fields = takenOver(live, manager, new Date().toISOString().replace(/\.\d+Z$/, "Z"));
  if (!fields) return live;
  return cluster.jsonPatch(live, [
    { op: "replace", path: "/metadata/managedFields", value: fields },
    {
      op: "replace",
      path: "/metadata/resourceVersion",
      value: textAt(live, "metadata", "resourceVersion"),
    },
  ]);
}

/** The managed fields with the ones that are taken over under the manager; undefined when there are none. */
export function takenOver(live: KubeObject, manager: string, time: string): PropertyMap[] | undefined {
  const all = listAt(live, "metadata", "managedFields");
  const isTaken = (one: PropertyMap) =>
    !one.subresource &&
    TAKEN_OVER.some(([name, operation]) => one.manager === name && one.operation === operation);
  const isOwn = (one: PropertyMap) =>
    !one.subresource && one.manager === manager && one.operation === "Apply";
  if (!all.some(isTaken)) return undefined;
  const fieldsV1 = all
    .filter((one) => isTaken(one) || isOwn(one))
    .map((one) => mapAt(one, "fieldsV1"))
    .reduce(union, {});
  const own = {
    manager,
    operation: "Apply",
    apiVersion: apiVersionOf(live),
    time,
    fieldsType: "FieldsV1",
    fieldsV1,
  };
  return [...all.filter((one) => !isTaken(one) && !isOwn(one)), own];
}

function union(a: PropertyMap, b: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const before = result[key];
    result[key] = isMap(before) && isMap(value) ? union(before, value) : value;
  }
  return result;
}

/** Gives up all fields that a manager owns; those without another manager go back to their defaults. */
export async function relinquish(cluster: Cluster, object: KubeObject, manager: string): Promise<void> {
  const { apiVersion = null, kind = null } = object;
  const namespace = namespaceOf(object);
  const metadata = { name: nameOf(object), ...(namespace ? { namespace } : {}) };
  await cluster.apply({ apiVersion, kind, metadata }, { fieldManager: manager });
}
