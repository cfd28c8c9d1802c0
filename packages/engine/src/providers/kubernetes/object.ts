import { isList, isMap, type PropertyMap, type PropertyValue } from "../../values";

/** An object as the API server takes and gives it; in previews parts of it may be unknown. */
export type KubeObject = PropertyMap;

export type Path = readonly (string | number)[];

/** What stands at a path, or undefined. */
export function at(object: PropertyValue | undefined, ...path: Path): PropertyValue | undefined {
  let here = object;
  for (const step of path) {
    if (typeof step === "number") here = isList(here) ? here[step] : undefined;
    else here = isMap(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

export function textAt(object: PropertyValue | undefined, ...path: Path): string {
  const value = at(object, ...path);
  return typeof value === "string" ? value : "";
}

export function numberAt(object: PropertyValue | undefined, ...path: Path): number | undefined {
  const value = at(object, ...path);
  return typeof value === "number" ? value : undefined;
}

/** The list of objects at a path; empty when there is none. */
export function listAt(object: PropertyValue | undefined, ...path: Path): readonly PropertyMap[] {
  const value = at(object, ...path);
  return isList(value) ? value.filter((item): item is PropertyMap => isMap(item)) : [];
}

export function mapAt(object: PropertyValue | undefined, ...path: Path): PropertyMap {
  const value = at(object, ...path);
  return isMap(value) ? value : {};
}

/** A copy with a value at a path; maps on the way are made, anything else there is an obstacle and stays. */
export function withAt(
  object: PropertyMap,
  [first, ...rest]: readonly string[],
  value: PropertyValue,
): PropertyMap {
  if (first === undefined) return object;
  if (rest.length === 0) return { ...object, [first]: value };
  const inner = object[first] ?? {};
  return isMap(inner) ? { ...object, [first]: withAt(inner, rest, value) } : object;
}

/** A copy with nothing at a path. */
export function withoutAt(object: PropertyMap, [first, ...rest]: readonly string[]): PropertyMap {
  if (first === undefined || !(first in object)) return object;
  if (rest.length === 0) {
    const { [first]: _, ...others } = object;
    return others;
  }
  const inner = object[first];
  return isMap(inner) ? { ...object, [first]: withoutAt(inner, rest) } : object;
}

export const kindOf = (object: KubeObject): string => textAt(object, "kind");
export const apiVersionOf = (object: KubeObject): string => textAt(object, "apiVersion");
export const nameOf = (object: KubeObject): string => textAt(object, "metadata", "name");
export const namespaceOf = (object: KubeObject): string => textAt(object, "metadata", "namespace");
export const uidOf = (object: KubeObject): string => textAt(object, "metadata", "uid");
export const annotation = (object: KubeObject, key: string): string =>
  textAt(object, "metadata", "annotations", key);

/** `namespace/name`, or the name alone of what lives in no namespace. */
export function idOf(object: KubeObject): string {
  const namespace = namespaceOf(object);
  return namespace ? `${namespace}/${nameOf(object)}` : nameOf(object);
}

export function parseId(id: string): { readonly namespace: string; readonly name: string } {
  const [first = "", second] = id.split("/");
  return second === undefined ? { namespace: "", name: first } : { namespace: first, name: second };
}

/** The name as messages show it: the namespace `default` is left out. */
export function shownName(object: KubeObject): string {
  return namespaceOf(object) === "default" ? nameOf(object) : idOf(object);
}

/** Whether an object is a direct child of another. */
export function isOwnedBy(object: KubeObject, owner: KubeObject): boolean {
  return listAt(object, "metadata", "ownerReferences").some((one) => one.uid === uidOf(owner));
}
