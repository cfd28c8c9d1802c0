import type { CheckFailure, CheckResult } from "../../provider";
import { isMap, mapWithoutSecrets, type PropertyMap, type PropertyValue, Unknown } from "../../values";
import { coerce, Mismatch } from "./coerce";
import type { ObjectSchema, Properties, PropertySchema, ScalarSchema } from "./property-schema";
import type { ResourceSchema } from "./resource-schema";
import { logicalName, uniqueName } from "./unique-name";

/** The inputs that were filled by a default and not by the program. */
export const DEFAULTS = "__defaults";

/**
 * What a bridged provider's Check does: refuses unknown and missing properties and bad values, brings values into
 * their types, fills defaults and the generated name, and lists what it filled under {@link DEFAULTS}.
 */
export function checkInputs(
  schema: ResourceSchema,
  call: { urn: string; olds?: PropertyMap; news: PropertyMap; randomSeed: Uint8Array },
): CheckResult {
  const name = logicalName(call.urn);
  const checker = new Checker(name);
  const news = mapWithoutSecrets(call.news);
  const extra: Record<string, PropertyValue> = {};
  if (schema.autoName && (news[schema.autoName.property] ?? null) === null) {
    const { property, maxLength, separator = "-", lowercase = false } = schema.autoName;
    const olds = call.olds ?? {};
    const keep = listed(olds).includes(property) && olds[property] !== undefined;
    const made = () => uniqueName(`${name}${separator}`, call.randomSeed, maxLength);
    if (keep) extra[property] = olds[property]!;
    else extra[property] = lowercase ? made().toLowerCase() : made();
  }
  return { inputs: checker.object(news, schema.properties, "", extra), failures: checker.failures };
}

/** The names under {@link DEFAULTS}. */
export function listed(inputs: PropertyMap): readonly PropertyValue[] {
  const names = inputs[DEFAULTS];
  return Array.isArray(names) ? names : [];
}

class Checker {
  readonly failures: CheckFailure[] = [];
  constructor(private readonly name: string) {}

  object(
    given: PropertyMap,
    properties: Properties,
    path: string,
    extra: PropertyMap = {},
  ): Record<string, PropertyValue> {
    const result: Record<string, PropertyValue> = {};
    const defaults = Object.keys(extra);
    for (const [key, schema] of Object.entries(properties)) {
      const at = path ? `${path}.${key}` : key;
      const value = given[key] ?? extra[key] ?? null;
      if (value !== null && schema.outputOnly) this.unknownKey(at);
      else if (value !== null) result[key] = this.value(value, schema, at);
      else if (schema.required) this.missing(at);
      // Like the bridge, which leaves a default out that means the same as none.
      else if ("default" in schema && schema.default) {
        result[key] = schema.default;
        defaults.push(key);
      }
    }
    for (const key of Object.keys(given)) {
      if (key in properties || key.startsWith("__") || given[key] === null) continue;
      result[key] = given[key]!;
      this.unknownKey(path ? `${path}.${key}` : key);
    }
    return { [DEFAULTS]: defaults.sort(), ...result };
  }

  private value(given: PropertyValue, schema: PropertySchema, at: string): PropertyValue {
    const value = coerce(given, schema);
    if (value instanceof Mismatch) {
      this.fail(value.reason, at);
      return given;
    }
    if (value instanceof Unknown || value === null) return value;
    const problem = schema.validate?.(value);
    if (problem) this.fail(problem, at);
    if (!("element" in schema)) return value;
    if (schema.kind === "map") return value;
    if (schema.single) return this.element(value, schema.element, at);
    if (!Array.isArray(value)) return value;
    return value
      .filter((item: PropertyValue) => item !== null)
      .map((item: PropertyValue, index: number) => this.element(item, schema.element, `${at}[${index}]`));
  }

  private element(value: PropertyValue, schema: ObjectSchema | ScalarSchema, at: string): PropertyValue {
    if (schema.kind !== "object") return this.value(value, schema, at);
    if (value instanceof Unknown) return value;
    if (isMap(value)) return this.object(value, schema.properties, at);
    this.fail(`expected an object, got ${JSON.stringify(value)}`, at);
    return value;
  }

  private missing(at: string) {
    this.fail(
      `Missing required argument. The argument "${at}" is required, but no definition was found.`,
      at,
    );
  }

  private unknownKey(at: string) {
    this.fail("Invalid or unknown key", at);
  }

  /** In the bridge's words, which leave `property` empty and name the place in the text. */
  private fail(reason: string, at: string) {
    this.failures.push({ property: "", reason: `${reason}. Examine values at '${this.name}.${at}'.` });
  }
}
