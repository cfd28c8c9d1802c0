import type { PropertyPath } from "../values/property-path";
import { isObject } from "./project-file";

/**
 * A copy of a structured value with one element set, as `pulumi config set --path` does it: what is missing on the way
 * is made, a list grows by one at most, and texts that read as whole numbers or booleans become such.
 * @param where - the key, for messages
 * @throws Error when the path leads through a text or leaves a gap in a list
 */
export function withElement(whole: unknown, path: PropertyPath, text: string, where: string): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return typed(text);
  if (typeof first === "number") {
    const list = whole ?? [];
    if (!Array.isArray(list)) throw new Error(`configuration key "${where}": [${first}] is in no list`);
    if (first < 0 || first > list.length) {
      throw new Error(
        `configuration key "${where}": got index ${first}, expected 0 to ${list.length}: the list has ${list.length} elements`,
      );
    }
    return [...list.slice(0, first), withElement(list[first], rest, text, where), ...list.slice(first + 1)];
  }
  const map = whole ?? {};
  if (!isObject(map)) throw new Error(`configuration key "${where}": "${first}" is in no object`);
  return { ...map, [first]: withElement(map[first], rest, text, where) };
}

function typed(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  // A leading zero is part of an identifier, not of a number.
  const number = /^-?(0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : text;
}
