import { isMap, type PropertyMap, type PropertyValue, Unknown } from "../../values";
import type { CollectionSchema, ObjectSchema, PropertySchema, ScalarSchema } from "./property-schema";

/** Whether a value means the same as none: Terraform's providers cannot tell `""`, 0 and false from it. */
export function isZero(value: PropertyValue | undefined): boolean {
  if (value === null || value === undefined || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}

/** The value of a property that nobody gave, in a state that has been read from the platform. */
export function zero(schema: PropertySchema): PropertyValue {
  if ("default" in schema && schema.default !== undefined) return schema.default;
  switch (schema.kind) {
    case "string":
      return "";
    case "boolean":
      return false;
    case "integer":
      return 0;
    case "map":
      return {};
    case "any":
      return null;
    default:
      return schema.single ? null : [];
  }
}

/** An element with nothing left out: nested properties that were not given get their default or zero. */
export function filledElement(value: PropertyValue, schema: ScalarSchema | ObjectSchema): PropertyValue {
  if (schema.kind !== "object" || !isMap(value)) return value;
  const result: Record<string, PropertyValue> = {};
  for (const [key, property] of Object.entries(schema.properties)) {
    const given = value[key] ?? null;
    if (given === null) result[key] = zero(property);
    else result[key] = isCollection(property) ? filled(given, property) : given;
  }
  return result;
}

/** {@link filledElement} for a whole collection. */
export function filled(value: PropertyValue, schema: CollectionSchema): PropertyValue {
  if (schema.kind === "map" || value instanceof Unknown) return value;
  if (schema.single) return filledElement(value, schema.element);
  return Array.isArray(value) ? value.map((item) => filledElement(item, schema.element)) : value;
}

export function isCollection(schema: PropertySchema): schema is CollectionSchema {
  return schema.kind === "list" || schema.kind === "set" || schema.kind === "map";
}

/** Whether the elements are objects. Terraform shows such a property empty, and the others null, when not given. */
export function isBlock(schema: PropertySchema): boolean {
  return isCollection(schema) && schema.element.kind === "object" && schema.outputOnly !== true;
}

/** The text that two elements of a set share exactly when they are the same element. */
export function elementIdentity(value: PropertyValue, schema: ScalarSchema | ObjectSchema): string {
  return JSON.stringify(sorted(filledElement(value, schema), schema));
}

function sorted(value: PropertyValue, schema: ScalarSchema | ObjectSchema): unknown {
  if (value instanceof Unknown) return { unknown: true };
  if (schema.kind !== "object" || !isMap(value)) return value;
  return Object.entries(schema.properties).map(([key, property]) =>
    collectionIdentity((value as PropertyMap)[key] ?? null, property),
  );
}

function collectionIdentity(value: PropertyValue, schema: PropertySchema): unknown {
  if (value instanceof Unknown) return { unknown: true };
  if (!isCollection(schema)) return value;
  if (schema.kind === "map" && isMap(value))
    return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  if (schema.single) return value === null ? null : elementIdentity(value, schema.element);
  if (!Array.isArray(value)) return value;
  const elements = value.map((item) => elementIdentity(item, schema.element));
  return schema.kind === "set" ? elements.sort() : elements;
}
