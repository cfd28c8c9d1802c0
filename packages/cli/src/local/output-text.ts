import { isList, isMap, type PropertyMap, type PropertyValue, Secret, Unknown } from "@anew/engine";

/** A value for people: secrets masked, unknown values marked. */
export function outputText(value: PropertyValue, secrets = false): string {
  return JSON.stringify(shown(value, secrets));
}

/** The same for programs. */
export function outputsJson(outputs: PropertyMap, secrets = false): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, shown(value, secrets)]));
}

function shown(value: PropertyValue, secrets: boolean): unknown {
  if (value instanceof Secret) return secrets ? shown(value.element, secrets) : "[secret]";
  if (value instanceof Unknown) return "[unknown]";
  if (isList(value)) return value.map((item) => shown(item, secrets));
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shown(item, secrets)]));
  }
  return value;
}
