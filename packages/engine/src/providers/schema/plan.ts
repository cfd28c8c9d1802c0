import { isMap, type PropertyMap, type PropertyValue, UNKNOWN, Unknown } from "../../values";
import type { CollectionSchema, ObjectSchema, PropertySchema, ScalarSchema } from "./property-schema";
import type { ResourceSchema } from "./resource-schema";
import { inSetOrder } from "./set-order";
import { elementIdentity, isBlock, isCollection, isZero, zero } from "./zero";

/**
 * The outputs that the checked inputs lead to, as Terraform plans them: what a create or an update cannot know yet
 * is unknown, what the provider fills keeps its old value, and where old and new mean the same the old value stays.
 * @param prior - the outputs in the state; absent for a create
 */
export function plan(
  schema: ResourceSchema,
  prior: PropertyMap | undefined,
  inputs: PropertyMap,
): PropertyMap {
  const planned: Record<string, PropertyValue> = {};
  for (const [key, property] of Object.entries(schema.properties)) {
    const given = inputs[key] ?? null;
    planned[key] = prior ? planChange(property, prior[key] ?? null, given) : planNew(property, given);
  }
  return planned;
}

/** The value of one property of a resource that does not exist yet. */
function planNew(schema: PropertySchema, given: PropertyValue): PropertyValue {
  if (given !== null) return isCollection(schema) ? planCollection(schema, null, given) : given;
  return absent(schema);
}

/** What a property that the program does not give starts as. */
function absent(schema: PropertySchema): PropertyValue {
  if (schema.computed) return UNKNOWN;
  if ("default" in schema && schema.default !== undefined && schema.default !== "") return schema.default;
  return isBlock(schema) && isCollection(schema) && !schema.single ? [] : null;
}

function planChange(schema: PropertySchema, old: PropertyValue, given: PropertyValue): PropertyValue {
  if (!(given instanceof Unknown) && schema.sameAs?.(old, given)) return old;
  if (given === null) {
    // A list that an unfinished create never filled is still to come; other values stay as they are.
    if (schema.computed) return old === null && isCollection(schema) && !isBlock(schema) ? UNKNOWN : old;
    const otherwise = "default" in schema ? (schema.default ?? null) : null;
    if (!isZero(otherwise)) return otherwise;
    if (isZero(old)) return old;
    return schema.kind === "map" ? {} : otherwise;
  }
  if (given instanceof Unknown) return given;
  if (isCollection(schema)) return planCollection(schema, old, given);
  if (schema.kind === "any") return given;
  return isZero(given) && isZero(old) ? old : given;
}

function planCollection(schema: CollectionSchema, old: PropertyValue, given: PropertyValue): PropertyValue {
  if (given instanceof Unknown) return given;
  if (isZero(given) && isZero(old) && old !== null) return old;
  if (schema.kind === "map") return given;
  if (schema.single) return planElement(schema.element, old, given);
  if (!Array.isArray(given)) return given;
  const olds = Array.isArray(old) ? old : [];
  if (schema.kind === "set") {
    if (sameSet(schema, olds, given)) return old;
    return inSetOrder(
      given.map((item) => planElement(schema.element, null, item)),
      schema.element,
    );
  }
  return given.map((item, index) => planElement(schema.element, olds[index] ?? null, item));
}

function planElement(
  schema: ScalarSchema | ObjectSchema,
  old: PropertyValue,
  given: PropertyValue,
): PropertyValue {
  if (schema.kind !== "object" || !isMap(given)) return given;
  const before = isMap(old) ? old : undefined;
  const result: Record<string, PropertyValue> = {};
  for (const [key, property] of Object.entries(schema.properties)) {
    const value = given[key] ?? null;
    if (before) result[key] = planChange(property, before[key] ?? null, value);
    else if (value === null && property.computed) result[key] = UNKNOWN;
    else if (value !== null)
      result[key] = isCollection(property) ? planCollection(property, null, value) : value;
    else result[key] = leftOut(property);
  }
  return result;
}

/** What Terraform plans for a nested property that was not given: of the zero values only texts and lists. */
function leftOut(schema: PropertySchema): PropertyValue {
  const hasDefault = "default" in schema && schema.default !== undefined;
  return hasDefault || schema.kind === "string" || schema.kind === "list" || schema.kind === "set"
    ? zero(schema)
    : null;
}

function sameSet(schema: CollectionSchema, olds: readonly PropertyValue[], news: readonly PropertyValue[]) {
  const identities = (items: readonly PropertyValue[]) =>
    [...new Set(items.map((item) => elementIdentity(item, schema.element)))].sort();
  return JSON.stringify(identities(olds)) === JSON.stringify(identities(news));
}
