import { equal, isList, isMap, type PropertyValue } from "../../values";

/** Whether two JSON documents, as texts or as objects, say the same. */
export function sameJson(old: PropertyValue, next: PropertyValue): boolean {
  return equal(parsed(old), parsed(next));
}

function parsed(value: PropertyValue): PropertyValue {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as PropertyValue;
  } catch {
    return value;
  }
}

/** Whether two lists hold the same elements in whichever order. */
export function sameElements(old: PropertyValue, next: PropertyValue): boolean {
  if (!isList(old) || !isList(next) || old.length !== next.length) return false;
  const texts = (items: readonly PropertyValue[]) => items.map(canonical).sort();
  return texts(old).join("\n") === texts(next).join("\n");
}

function canonical(value: PropertyValue): string {
  if (isList(value)) return `[${value.map(canonical).join()}]`;
  if (!isMap(value)) return JSON.stringify(value) ?? "unknown";
  const keys = Object.keys(value).filter((key) => value[key] !== null);
  return `{${keys
    .sort()
    .map((key) => `${key}:${canonical(value[key]!)}`)
    .join()}}`;
}
