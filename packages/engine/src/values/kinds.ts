import { OutputValue } from "./output-value";
import type { PropertyMap, PropertyValue } from "./property-value";
import { Secret } from "./secret";
import { UNKNOWN, Unknown } from "./unknown";

/** Whether a value is a nested object (and no special value). */
export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function isList(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/** The value without its secret and output wrappers at the top; nested ones stay. */
export function bare(value: PropertyValue): PropertyValue {
  if (value instanceof Secret) return bare(value.element);
  if (value instanceof OutputValue) return value.element === undefined ? UNKNOWN : bare(value.element);
  return value;
}

/** Copies a value with every nested value passed through `visit`, which may answer a replacement (else undefined). */
export function mapValue(
  value: PropertyValue,
  visit: (value: PropertyValue) => PropertyValue | undefined,
): PropertyValue {
  const replaced = visit(value);
  if (replaced !== undefined) return replaced;
  if (isList(value)) return value.map((item) => mapValue(item, visit));
  if (isMap(value)) return mapEntries(value, (item) => mapValue(item, visit));
  if (value instanceof Secret) return new Secret(mapValue(value.element, visit));
  if (value instanceof OutputValue) {
    const element = value.element === undefined ? undefined : mapValue(value.element, visit);
    return new OutputValue(element, value.secret, value.dependencies);
  }
  return value;
}

/** A copy of a map with each value transformed. */
export function mapEntries(
  map: PropertyMap,
  change: (value: PropertyValue, key: string) => PropertyValue,
): PropertyMap {
  const result: Record<string, PropertyValue> = {};
  for (const key of Object.keys(map)) setProperty(result, key, change(map[key]!, key));
  return result;
}

/** Sets an object's own property, also one of the name `__proto__`. */
export function setProperty<T>(object: Record<string, T>, key: string, value: T): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

/** Whether any nested value satisfies the test. */
export function someValue(value: PropertyValue, test: (value: PropertyValue) => boolean): boolean {
  if (test(value)) return true;
  if (isList(value)) return value.some((item) => someValue(item, test));
  if (isMap(value)) return Object.keys(value).some((key) => someValue(value[key]!, test));
  if (value instanceof Secret) return someValue(value.element, test);
  if (value instanceof OutputValue) return value.element !== undefined && someValue(value.element, test);
  return false;
}

export function containsUnknowns(value: PropertyValue): boolean {
  return someValue(
    value,
    (v) => v instanceof Unknown || (v instanceof OutputValue && v.element === undefined),
  );
}
