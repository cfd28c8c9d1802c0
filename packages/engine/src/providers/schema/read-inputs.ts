import { equal, isMap, type PropertyMap, type PropertyValue } from "../../values";
import { DEFAULTS, listed } from "./check-inputs";
import type { ObjectSchema, Properties, ScalarSchema } from "./property-schema";
import type { ResourceSchema } from "./resource-schema";
import { elementIdentity, isCollection, isZero } from "./zero";

/**
 * The inputs after a refresh: each input that the program gave, with the value that the platform now has. A default
 * whose value has changed is no default any more.
 */
export function refreshedInputs(schema: ResourceSchema, old: PropertyMap, outputs: PropertyMap): PropertyMap {
  return refreshObject(schema.properties, old, outputs);
}

function refreshObject(properties: Properties, old: PropertyMap, now: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue> = {};
  const changed = new Set<PropertyValue>();
  for (const [key, value] of Object.entries(old)) {
    if (key === DEFAULTS) continue;
    const current = now[key] ?? null;
    const schema = properties[key];
    if (current === null) {
      changed.add(key);
      continue;
    }
    const element = schema && isCollection(schema) ? schema.element : undefined;
    if (schema && isCollection(schema) && schema.single) {
      result[key] = refreshElement(schema.element, value, current);
    } else if (Array.isArray(value) && Array.isArray(current)) {
      const items =
        schema?.kind === "set" ? matched(value, current, element) : current.slice(0, value.length);
      result[key] = items.map((item, index) => refreshElement(element, value[index] ?? null, item));
    } else result[key] = current;
    if (!equal(result[key]!, value)) changed.add(key);
  }
  if (old[DEFAULTS] !== undefined) result[DEFAULTS] = listed(old).filter((key) => !changed.has(key));
  return result;
}

function refreshElement(
  schema: ScalarSchema | ObjectSchema | undefined,
  old: PropertyValue,
  now: PropertyValue,
): PropertyValue {
  return schema?.kind === "object" && isMap(old) && isMap(now)
    ? refreshObject(schema.properties, old, now)
    : now;
}

/** The elements of the program's set that are still there, in the program's order; all of them when none match. */
function matched(
  old: readonly PropertyValue[],
  now: readonly PropertyValue[],
  element: ScalarSchema | ObjectSchema | undefined,
): readonly PropertyValue[] {
  if (!element) return now;
  const known = new Map(now.map((item) => [elementIdentity(item, element), item]));
  const found = old.map((item) => known.get(elementIdentity(item, element)));
  return found.every((item) => item !== undefined) ? found : now.slice(0, old.length);
}

/** The inputs of a resource that is read by its id alone: every input whose value says more than its default. */
export function importedInputs(schema: ResourceSchema, outputs: PropertyMap): PropertyMap {
  return importObject(schema.properties, outputs);
}

function importObject(properties: Properties, outputs: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue> = { [DEFAULTS]: [] };
  for (const [key, schema] of Object.entries(properties)) {
    const value = outputs[key] ?? null;
    if (schema.outputOnly || isZero(value)) continue;
    if ("default" in schema && schema.default === value) continue;
    const element = isCollection(schema) ? schema.element : undefined;
    const convert = (item: PropertyValue) =>
      element?.kind === "object" && isMap(item) ? importObject(element.properties, item) : item;
    result[key] = Array.isArray(value) ? value.map(convert) : convert(value);
  }
  return result;
}
