import { isMap, type PropertyValue, Unknown } from "../../values";
import type { PropertySchema } from "./property-schema";

/** A value that cannot stand for the type it should have. */
export class Mismatch {
  constructor(readonly reason: string) {}
}

/** The value in the type that the schema asks for, where there is an obvious way to it: `"64"` for 64. */
export function coerce(value: PropertyValue, schema: PropertySchema): PropertyValue | Mismatch {
  if (value === null || value instanceof Unknown) return value;
  switch (schema.kind) {
    case "any":
      return value;
    case "string":
      if (typeof value === "number" || typeof value === "boolean") return String(value);
      return typeof value === "string" ? value : mismatch("a string", value);
    case "boolean":
      if (value === "true" || value === "false") return value === "true";
      return typeof value === "boolean" ? value : mismatch("a boolean", value);
    case "integer": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      return typeof number === "number" && Number.isInteger(number) ? number : mismatch("an integer", value);
    }
    case "map":
      return isMap(value) ? value : mismatch("an object", value);
    default:
      if (schema.single) return Array.isArray(value) && value.length <= 1 ? (value[0] ?? null) : value;
      return Array.isArray(value) ? value : [value];
  }
}

function mismatch(expected: string, value: PropertyValue): Mismatch {
  return new Mismatch(`expected ${expected}, got ${JSON.stringify(value)}`);
}
