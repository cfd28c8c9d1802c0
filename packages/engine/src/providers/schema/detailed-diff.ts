import type { PropertyDiff } from "../../provider";
import {
  diffMaps,
  equal,
  formatPath,
  isMap,
  type PropertyMap,
  type PropertyPath,
  type PropertyValue,
  Unknown,
} from "../../values";
import type { CollectionSchema, ObjectSchema, PropertySchema, ScalarSchema } from "./property-schema";
import type { ResourceSchema } from "./resource-schema";
import { elementIdentity, isCollection, isZero } from "./zero";

type Change = "add" | "delete" | "update";
type Node = PropertySchema | ObjectSchema;
/** A place with what is known about it. */
interface Place {
  readonly path: PropertyPath;
  readonly schema: Node | undefined;
  /** What the program gave here. */
  readonly given: PropertyValue;
  /** Whether a change here replaces the resource: by its own flag or that of the collection around it. */
  readonly replaces: boolean;
}

/** Where the planned outputs differ from the old ones, by property path, as the bridge reports it. */
export function detailedDiff(
  schema: ResourceSchema,
  prior: PropertyMap,
  planned: PropertyMap,
  inputs: PropertyMap,
): Record<string, PropertyDiff> {
  const result: Record<string, PropertyDiff> = {};
  for (const key of Object.keys(schema.properties).sort()) {
    const property = schema.properties[key]!;
    const given = inputs[key] ?? null;
    const place = { path: [key], schema: property, given, replaces: property.forceNew === true };
    differ(place, prior[key] ?? null, planned[key] ?? null, result);
  }
  return result;
}

function differ(place: Place, old: PropertyValue, next: PropertyValue, into: Record<string, PropertyDiff>) {
  const report = (change: Change, replaces: boolean) => {
    into[formatPath(place.path)] = { kind: replaces ? `${change}-replace` : change, inputDiff: false };
  };
  if (isAbsent(old) && isAbsent(next)) return;
  if (next instanceof Unknown) {
    return report(isAbsent(old) ? "add" : "update", place.replaces || anyReplaces(place, old));
  }
  if (isAbsent(old)) return report("add", anyReplaces(place, next));
  if (isAbsent(next)) return report("delete", anyReplaces(place, old));
  const schema = place.schema;
  const object = schema?.kind === "object" ? schema : single(schema);
  if (object && isMap(old) && isMap(next)) return differObject(place, object, old, next, into);
  if (schema?.kind === "map" && isMap(old) && isMap(next)) return differMap(place, old, next, into);
  if (schema && "element" in schema && Array.isArray(old) && Array.isArray(next)) {
    if (schema.kind === "set") return differSet(place, schema, old, next, into);
    return differList(place, schema, old, next, into);
  }
  if (schema?.kind === "any" && isMap(old) && isMap(next)) return differAny(place, old, next, into);
  if (!equal(old, next) && !(isZero(old) && isZero(next))) report("update", place.replaces);
}

/** An empty list counts as none. */
function isAbsent(value: PropertyValue): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function single(schema: Node | undefined): ObjectSchema | undefined {
  if (!schema || !("element" in schema) || !schema.single) return undefined;
  return schema.element.kind === "object" ? schema.element : undefined;
}

function inside(place: Place, step: string | number, schema: Node | undefined): Place {
  const own = schema !== undefined && "forceNew" in schema && schema.forceNew === true;
  const collection =
    place.schema !== undefined && place.schema.kind !== "object" && isCollection(place.schema);
  return {
    path: [...place.path, step],
    schema,
    given: at(place.given, step),
    // One level only, as Terraform does: a flag on the collection covers its elements, not what is in them.
    replaces: own || (collection && place.schema !== undefined && ownFlag(place.schema)),
  };
}

function at(value: PropertyValue, step: string | number): PropertyValue {
  if (Array.isArray(value)) return typeof step === "number" ? (value[step] ?? null) : null;
  return isMap(value) ? (value[step] ?? null) : null;
}

const ownFlag = (schema: Node) => "forceNew" in schema && schema.forceNew === true;

/** Whether the value holds anything at which a change replaces: an element that comes or goes takes all with it. */
function anyReplaces(place: Place, value: PropertyValue): boolean {
  if (place.replaces) return true;
  if (Array.isArray(value)) {
    const element = place.schema && "element" in place.schema ? place.schema.element : undefined;
    return value.some((item, index) => anyReplaces(inside(place, index, element), item));
  }
  if (!isMap(value)) return false;
  const object = place.schema?.kind === "object" ? place.schema : single(place.schema);
  return Object.keys(value).some((key) =>
    anyReplaces(inside(place, key, object?.properties[key]), value[key]!),
  );
}

function differObject(
  place: Place,
  schema: ObjectSchema,
  old: PropertyMap,
  next: PropertyMap,
  into: Record<string, PropertyDiff>,
) {
  for (const key of Object.keys(schema.properties).sort()) {
    const before = old[key] ?? null;
    const after = next[key] ?? null;
    if (isZero(before) && isZero(after)) continue;
    differ(inside(place, key, schema.properties[key]), before, after, into);
  }
}

function differMap(place: Place, old: PropertyMap, next: PropertyMap, into: Record<string, PropertyDiff>) {
  for (const key of [...new Set([...Object.keys(old), ...Object.keys(next)])].sort()) {
    const element = place.schema && "element" in place.schema ? place.schema.element : undefined;
    differ(inside(place, key, element), old[key] ?? null, next[key] ?? null, into);
  }
}

/** Of a property that the table does not describe: each place that changed. */
function differAny(place: Place, old: PropertyMap, next: PropertyMap, into: Record<string, PropertyDiff>) {
  for (const change of diffMaps(old, next, place.path)) {
    const kind = place.replaces ? (`${change.kind}-replace` as const) : change.kind;
    into[formatPath(change.path)] = { kind, inputDiff: false };
  }
}

function differList(
  place: Place,
  schema: CollectionSchema,
  old: readonly PropertyValue[],
  next: readonly PropertyValue[],
  into: Record<string, PropertyDiff>,
) {
  for (let index = 0; index < Math.max(old.length, next.length); index++) {
    differ(inside(place, index, schema.element), old[index] ?? null, next[index] ?? null, into);
  }
}

/**
 * Elements that both have are skipped wherever they stand. What went is named by its old index, what came by its index
 * among the inputs; where both are the same, they are compared.
 */
function differSet(
  place: Place,
  schema: CollectionSchema,
  old: readonly PropertyValue[],
  next: readonly PropertyValue[],
  into: Record<string, PropertyDiff>,
) {
  const element: ScalarSchema | ObjectSchema = schema.element;
  const without = (items: readonly PropertyValue[], other: readonly PropertyValue[]) => {
    const known = new Set(other.map((item) => elementIdentity(item, element)));
    return items.map((item) => (known.has(elementIdentity(item, element)) ? null : item));
  };
  const removed = without(old, next);
  const added = atInputs(
    element,
    without(next, old).filter((item) => item !== null),
    place.given,
  );
  if (!added) {
    const kind = place.replaces ? "update-replace" : "update";
    into[formatPath(place.path)] = { kind, inputDiff: false };
    return;
  }
  for (let index = 0; index < Math.max(removed.length, added.length); index++) {
    differ(inside(place, index, element), removed[index] ?? null, added[index] ?? null, into);
  }
}

/** The new elements at the indices of the inputs they come from; undefined when one comes from none. */
function atInputs(
  schema: ScalarSchema | ObjectSchema,
  elements: readonly PropertyValue[],
  given: PropertyValue,
): PropertyValue[] | undefined {
  const inputs: readonly PropertyValue[] = Array.isArray(given) ? given : [];
  const result: PropertyValue[] = inputs.map(() => null);
  for (const element of elements) {
    const index = inputs.findIndex((input, at) => result[at] === null && asGiven(schema, element, input));
    if (index < 0) return undefined;
    result[index] = element;
  }
  return result;
}

/**
 * Whether a planned element of a set is recognizably what the program gave. Where it left a text out, it is not: the
 * bridge then reports the set as a whole.
 */
function asGiven(schema: ScalarSchema | ObjectSchema, planned: PropertyValue, given: PropertyValue): boolean {
  if (schema.kind !== "object" || !isMap(planned) || !isMap(given)) return equal(planned, given);
  return Object.entries(schema.properties).every(([key, property]) => {
    const value = planned[key] ?? null;
    const source = given[key] ?? null;
    if (source === null) return value === null || property.computed === true || isEmpty(value);
    return isCollection(property) || equal(value, source);
  });
}

function isEmpty(value: PropertyValue): boolean {
  return (Array.isArray(value) || isMap(value)) && isZero(value);
}
