import {
  containsUnknowns,
  isMap,
  mapValue,
  type PropertyMap,
  type PropertyValue,
  Unknown,
} from "../../values";
import type { PropertySchema } from "./property-schema";
import type { ResourceSchema } from "./resource-schema";
import { ordered } from "./set-order";
import { filled, isBlock, isCollection, isZero } from "./zero";

/** The key of the resource's timeouts in `__meta`: a constant of Terraform's SDK. */
const TIMEOUTS = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";

/**
 * The outputs to record: what was read from the platform over what was planned.
 * @param observed - only the properties that the platform tells; a key that is absent keeps its planned value
 * @param how.created - just created: an empty collection that the program did not give stays null, as Terraform
 * has it; a later read shows it empty
 */
export function stateOutputs(
  schema: ResourceSchema,
  id: string,
  planned: PropertyMap,
  observed: PropertyMap,
  how: { readonly created: boolean },
): PropertyMap {
  const outputs: Record<string, PropertyValue> = { ...meta(schema) };
  for (const [key, property] of Object.entries(schema.properties)) {
    const before = planned[key] ?? null;
    const seen = observed[key] === undefined ? undefined : ordered(observed[key], property);
    if (seen === undefined)
      outputs[key] = how.created ? settled(before, property) : readBack(before, property);
    else outputs[key] = how.created ? applied(before, seen, property) : seen;
  }
  return { ...outputs, id };
}

/** After a create Terraform keeps a set as it was planned, and an empty collection that nobody gave as none. */
function applied(planned: PropertyValue, seen: PropertyValue, schema: PropertySchema): PropertyValue {
  if (planned === null) return isEmptyCollection(seen) ? null : seen;
  return schema.kind === "set" && !containsUnknowns(planned) ? planned : seen;
}

function isEmptyCollection(value: PropertyValue): boolean {
  return (Array.isArray(value) || isMap(value)) && isZero(value);
}

/** Nothing is unknown once a resource exists: what nobody filled is none, and nested 0. */
function settled(value: PropertyValue, schema: PropertySchema): PropertyValue {
  if (value instanceof Unknown) return schema.kind === "set" && !schema.single ? [] : null;
  return mapValue(value, (nested) => (nested instanceof Unknown ? 0 : undefined));
}

/** Reading a resource again fills what its creation left out. */
function readBack(value: PropertyValue, schema: PropertySchema): PropertyValue {
  if (!isCollection(schema)) return value;
  if (value === null) return isBlock(schema) && !schema.single ? [] : null;
  return filled(value, schema);
}

/** What the real provider needs in order to read this state. */
function meta(schema: ResourceSchema): PropertyMap {
  const content: Record<string, unknown> = {};
  if (schema.timeouts) {
    const nanoseconds = Object.entries(schema.timeouts).map(([key, seconds]) => [key, seconds * 1e9]);
    content[TIMEOUTS] = Object.fromEntries(nanoseconds);
  }
  if (schema.schemaVersion) content.schema_version = String(schema.schemaVersion);
  return Object.keys(content).length > 0 ? { __meta: JSON.stringify(content) } : {};
}
