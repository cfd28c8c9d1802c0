import { bare, type PropertyMap, Unknown } from "../../values";
import { logicalName, uniqueName } from "../schema/unique-name";
import { AUTONAMED } from "./annotations";
import { annotation, at, type KubeObject, nameOf, textAt, withAt } from "./object";

const SUFFIX_LENGTH = 8;

export function isAutonamed(object: KubeObject): boolean {
  return annotation(object, AUTONAMED) === "true";
}

/** Whether the program itself names the object, also with a name that is not known yet. */
export function isNamed(object: KubeObject): boolean {
  return nameOf(object) !== "" || at(object, "metadata", "name") instanceof Unknown;
}

/**
 * Names an object that the program gives no name: `<logical name>-<8 hex digits>`, or as the provider named it before.
 * An annotation tells that it did.
 * @param old - the inputs in the state; absent when the object is new or is being replaced
 */
export function withName(
  object: KubeObject,
  old: PropertyMap | undefined,
  urn: string,
  randomSeed: Uint8Array,
): KubeObject {
  if (isNamed(object) || textAt(object, "metadata", "generateName")) return object;
  if (!old) {
    // The API server says how long a name of its kind may be.
    const name = uniqueName(`${logicalName(urn)}-`, randomSeed, Number.MAX_SAFE_INTEGER, SUFFIX_LENGTH);
    return autonamed(object, name);
  }
  return isAutonamed(old) ? autonamed(object, nameOf(old)) : object;
}

function autonamed(object: KubeObject, name: string): KubeObject {
  if (bare(object.metadata ?? null) instanceof Unknown) return object;
  const named = withAt(object, ["metadata", "name"], name);
  if (at(object, "metadata", "annotations") instanceof Unknown) return named;
  return withAt(named, ["metadata", "annotations", AUTONAMED], "true");
}
