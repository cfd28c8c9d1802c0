import { createHash } from "node:crypto";
import type { PropertyValue } from "../../values";
import type { PropertySchema } from "../schema/property-schema";

/** Lower-case hex digits that look random and are always the same for the same text. */
export function madeUpHex(text: string, length = 64): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** A value for a property that the platform fills, when the type's table says nothing better. */
export function madeUp(key: string, schema: PropertySchema, id: string): PropertyValue {
  switch (schema.kind) {
    case "string":
      return `${key}-of-${id}`;
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
