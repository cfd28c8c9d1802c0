import { bare, isMap, mapEntries, mapValue, someValue } from "./kinds";
import { OutputValue } from "./output-value";
import type { PropertyMap, PropertyValue } from "./property-value";
import { Secret } from "./secret";
import { UNKNOWN } from "./unknown";

export function containsSecrets(value: PropertyValue): boolean {
  return someValue(value, (v) => v instanceof Secret || (v instanceof OutputValue && v.secret));
}

/** The value with no secret wrapper left at any depth. */
export function withoutSecrets(value: PropertyValue): PropertyValue {
  return mapValue(value, (v) => {
    if (v instanceof Secret) return withoutSecrets(v.element);
    return undefined;
  });
}

/** {@link withoutSecrets} of a whole map. */
export function mapWithoutSecrets(map: PropertyMap): PropertyMap {
  return mapEntries(map, withoutSecrets);
}

/** A secret around a value that holds none itself, or the value as it is. */
export function asSecret(value: PropertyValue): Secret {
  return value instanceof Secret ? value : new Secret(value);
}

/** Output values replaced by what they hold: an unknown, a secret or the plain value. */
export function withoutOutputValues(value: PropertyValue): PropertyValue {
  return mapValue(value, (v) => {
    if (!(v instanceof OutputValue)) return undefined;
    const element = v.element === undefined ? UNKNOWN : withoutOutputValues(v.element);
    return v.secret ? asSecret(element) : element;
  });
}

/**
 * Marks as secret what was secret in the values that a provider was given: the way the real engine keeps secrets
 * for a provider that is not told about them. A property of the same name, at the same place in nested objects,
 * becomes secret; a value that moved to another name does not. A list with a secret in it becomes secret as a whole.
 */
export function annotateSecrets(outputs: PropertyMap, given: PropertyMap): PropertyMap {
  return mapEntries(outputs, (value, key) => {
    const source = given[key];
    if (source === undefined) return value;
    if (isMap(source) && isMap(value)) return annotateSecrets(value, source);
    return containsSecrets(source) ? asSecret(value) : value;
  });
}

/** The text that a message may show in place of a value that can be secret. */
export function maskedText(value: PropertyValue): string {
  return containsSecrets(value) ? "[secret]" : JSON.stringify(bare(value));
}
