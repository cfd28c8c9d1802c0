import { isMap, type PropertyValue, Unknown } from "../../values";
import type { CollectionSchema, ObjectSchema, PropertySchema, ScalarSchema } from "./property-schema";

/**
 * A set's elements in the order in which Terraform shows them: texts by their code units, objects by their
 * attributes in the order of the attributes' Terraform names. Unknown ones come last.
 * @see https://github.com/zclconf/go-cty/blob/main/cty/set_internals.go
 */
export function inSetOrder(
  elements: readonly PropertyValue[],
  element: ScalarSchema | ObjectSchema,
): PropertyValue[] {
  const keyed = elements.map((value) => ({ value, key: orderKey(value, element) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ value }) => value);
}

/** The value of a collection with its sets, nested ones too, in order. */
export function ordered(value: PropertyValue, schema: PropertySchema): PropertyValue {
  if (!("element" in schema) || schema.kind === "map" || value === null) return value;
  if (schema.single) return orderedElement(value, schema.element);
  if (!Array.isArray(value)) return value;
  const elements = value.map((item: PropertyValue) => orderedElement(item, schema.element));
  return schema.kind === "set" ? inSetOrder(elements, schema.element) : elements;
}

function orderedElement(value: PropertyValue, schema: CollectionSchema["element"]): PropertyValue {
  if (schema.kind !== "object" || !isMap(value)) return value;
  const entries = Object.entries(value).map(([key, nested]) => {
    const property = schema.properties[key];
    return [key, property ? ordered(nested, property) : nested];
  });
  return Object.fromEntries(entries);
}

function orderKey(value: PropertyValue, schema: ScalarSchema | ObjectSchema): string {
  if (value instanceof Unknown) return "\uffff";
  if (schema.kind !== "object" || !isMap(value)) return String(value);
  const keys = Object.keys(schema.properties).sort((a, b) => (terraformName(a) < terraformName(b) ? -1 : 1));
  return `<${keys.map((key) => hashText(value[key] ?? null)).join(";")}>`;
}

function hashText(value: PropertyValue): string {
  if (value === null) return "~";
  if (value instanceof Unknown) return "?";
  if (typeof value === "boolean") return value ? "T" : "F";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: PropertyValue) => `${hashText(item)};`).join("")}]`;
  if (!isMap(value)) return "";
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${key}:${hashText(value[key]!)};`)
    .join("")}}`;
}

function terraformName(pulumiName: string): string {
  return pulumiName.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
