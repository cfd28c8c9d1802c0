import {
  containsUnknowns,
  isList,
  isMap,
  mapEntries,
  type PropertyMap,
  type PropertyValue,
} from "../../values";
import { apiVersionOf, at, type KubeObject, kindOf, mapAt, withAt, withoutAt } from "./object";
import { canonicalQuantity } from "./quantity";
import { groupOf, isBuiltIn } from "./type-token";

/** Metadata that only the API server writes. */
const READ_ONLY = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/**
 * An object in the form in which the API server keeps it, so that what means the same shows no difference. Objects with
 * unknown parts, and custom ones, only lose their read-only metadata.
 */
export function normalized(object: KubeObject): KubeObject {
  const known = !containsUnknowns(object) && isBuiltIn(apiVersionOf(object));
  return READ_ONLY.reduce<KubeObject>(
    (result, key) => withoutAt(result, ["metadata", key]),
    known ? builtIn(object) : object,
  );
}

function builtIn(object: KubeObject): KubeObject {
  if (isDefinition(object)) return definition(object);
  if (isSecret(object)) return secret(object);
  return withQuantities(withoutNulls(object) as PropertyMap, "", "") as KubeObject;
}

/** Whether an object defines a custom kind. */
export function isDefinition(object: KubeObject): boolean {
  return (
    kindOf(object) === "CustomResourceDefinition" && groupOf(apiVersionOf(object)) === "apiextensions.k8s.io"
  );
}

export function isSecret(object: KubeObject): boolean {
  return kindOf(object) === "Secret" && groupOf(apiVersionOf(object)) === "";
}

function definition(object: KubeObject): KubeObject {
  const rest = withoutAt(object, ["status"]);
  if (at(rest, "spec", "preserveUnknownFields") !== false) return rest;
  return withoutAt(rest, ["spec", "preserveUnknownFields"]);
}

/** The server turns `stringData` into `data`, and decodes and encodes `data`, which loses line ends. */
function secret(object: KubeObject): KubeObject {
  const strings = Object.entries(mapAt(object, "stringData"));
  if (strings.length === 0) {
    if (Object.keys(mapAt(object, "data")).length === 0) return object;
    return withAt(object, ["data"], mapEntries(mapAt(object, "data"), reencoded));
  }
  const encoded = strings.map(([key, value]) => [key, Buffer.from(String(value)).toString("base64")]);
  const data = { ...mapAt(object, "data"), ...Object.fromEntries(encoded) };
  return withAt(withoutAt(object, ["stringData"]), ["data"], data);
}

function reencoded(value: PropertyValue): PropertyValue {
  if (typeof value !== "string" || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value)) return value;
  return Buffer.from(value, "base64").toString("base64");
}

function withoutNulls(value: PropertyValue): PropertyValue {
  if (isList(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}

/** Maps of quantities, by the names under which the built-in kinds have them. */
const QUANTITY_MAPS = new Set([
  "resources.limits",
  "resources.requests",
  "spec.hard",
  "spec.capacity",
  "spec.overhead",
  "overhead.podFixed",
]);
const QUANTITIES = new Set(["emptyDir.sizeLimit", "resourceFieldRef.divisor"]);

function withQuantities(value: PropertyValue, key: string, parent: string): PropertyValue {
  if (isList(value)) return value.map((item) => withQuantities(item, key, parent));
  if (isMap(value)) {
    if (QUANTITY_MAPS.has(`${parent}.${key}`)) return mapEntries(value, quantity);
    return mapEntries(value, (inner, name) => withQuantities(inner, name, key));
  }
  return QUANTITIES.has(`${parent}.${key}`) ? quantity(value) : value;
}

function quantity(value: PropertyValue): PropertyValue {
  return typeof value === "string" || typeof value === "number" ? canonicalQuantity(String(value)) : value;
}
