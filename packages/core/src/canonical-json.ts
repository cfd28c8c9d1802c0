import { isPlainObject } from "./plain-object";
import { propertyPath } from "./property-path";
import { isWellFormed } from "./well-formed";

/** What JSON can say. A member that is `undefined` counts as not there. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * The one canonical text of a JSON value: keys sorted by UTF-16 units, no white space, numbers and strings
 * as ECMAScript writes them.
 *
 * @throws TypeError that names the place, for what JSON cannot say exactly: NaN, infinities, `undefined` in
 * an array, half surrogate pairs, functions, class instances (a Date, a Map), cycles
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function canonicalJson(value: Json): string {
  return write(value, [], new Set());
}

type Path = readonly (string | number)[];

function write(value: unknown, path: Path, above: Set<object>): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return writeString(value, path);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw refuse(path, String(value));
    return JSON.stringify(value);
  }
  if (typeof value !== "object") throw refuse(path, value === undefined ? "undefined" : `a ${typeof value}`);
  if (above.has(value)) throw refuse(path, "an object that contains itself");

  above.add(value);
  const text = Array.isArray(value) ? writeArray(value, path, above) : writeObject(value, path, above);
  above.delete(value);
  return text;
}

function writeArray(items: readonly unknown[], path: Path, above: Set<object>): string {
  // Array.from, because map() would skip the holes of a sparse array.
  return `[${Array.from(items, (item, index) => write(item, [...path, index], above)).join(",")}]`;
}

function writeObject(value: object, path: Path, above: Set<object>): string {
  if (!isPlainObject(value)) throw refuse(path, `a ${value.constructor?.name ?? "class instance"}`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${writeString(key, [...path, key])}:${write(member, [...path, key], above)}`);
  return `{${members.join(",")}}`;
}

function writeString(text: string, path: Path): string {
  if (!isWellFormed(text)) throw refuse(path, "half a surrogate pair");
  return JSON.stringify(text);
}

function refuse(path: Path, given: string): TypeError {
  return new TypeError(`canonical JSON: got ${given} at ${propertyPath(...path) || "the top"}`);
}
