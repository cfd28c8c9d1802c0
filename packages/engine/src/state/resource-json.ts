import { mapValue, type PropertyMap, type PropertyValue, Secret } from "../values";
import type { WireMap, WireValue } from "../values/wire";
import { isObject } from "./deployment-version";
import { LockedError } from "./encryption";
import { propertiesToJson, propertyToJson, type SecretWriter } from "./property-json";
import { type CustomTimeouts, NO_TIMEOUTS, newState, type ResourceState } from "./resource-state";

/** One resource as a checkpoint holds it (`ResourceV3`), in the field order that Pulumi writes. */
export function resourceToJson(state: ResourceState, write: SecretWriter): WireMap {
  const trigger = state.replacementTrigger;
  const fields: Record<string, WireValue | undefined> = {
    urn: state.urn,
    custom: state.custom,
    delete: state.delete || undefined,
    id: state.id || undefined,
    type: state.type,
    inputs: filled(propertiesToJson(state.inputs, write)),
    outputs: state.outputs && filled(propertiesToJson(state.outputs, write)),
    parent: state.parent || undefined,
    protect: state.protect || undefined,
    external: state.external || undefined,
    dependencies: list(state.dependencies),
    initErrors: list(state.initErrors),
    provider: state.provider || undefined,
    propertyDependencies: filled(state.propertyDependencies as WireMap),
    pendingReplacement: state.pendingReplacement || undefined,
    additionalSecretOutputs: list(state.additionalSecretOutputs),
    aliases: list(state.aliases),
    customTimeouts: timeoutsToJson(state.customTimeouts),
    importID: state.importId || undefined,
    retainOnDelete: state.retainOnDelete || undefined,
    deletedWith: state.deletedWith || undefined,
    replaceWith: list(state.replaceWith),
    created: state.created,
    modified: state.modified,
    ...(state.rest as WireMap),
    ignoreChanges: list(state.ignoreChanges),
    replaceOnChanges: list(state.replaceOnChanges),
    replacementTrigger: trigger === null ? undefined : propertyToJson(withoutSecretContents(trigger), write),
    refreshBeforeUpdate: state.refreshBeforeUpdate || undefined,
    resourceHooks: filled(state.hooks as WireMap),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as WireMap;
}

/**
 * The real engine (seen with 3.259 and 3.260) loses what is secret in a trigger and records a secret null. So a secret
 * trigger never replaces, and a secret inside of a trigger always does. So does this one.
 */
function withoutSecretContents(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) => (inner instanceof Secret ? new Secret(null) : undefined));
}

function list(values: readonly string[]): WireValue | undefined {
  return values.length > 0 ? [...values] : undefined;
}

function filled(map: WireMap): WireMap | undefined {
  return Object.keys(map).length > 0 ? map : undefined;
}

function timeoutsToJson(timeouts: CustomTimeouts): WireMap | undefined {
  return filled(Object.fromEntries(Object.entries(timeouts).filter(([, seconds]) => seconds !== 0)));
}

/** Decodes the property values of a checkpoint. */
export interface PropertyReader {
  properties(map: WireMap): PropertyMap;
  property(value: WireValue): PropertyValue;
}

const KNOWN = new Set(
  `urn custom delete id type inputs outputs parent protect external dependencies initErrors provider
  propertyDependencies pendingReplacement additionalSecretOutputs aliases customTimeouts importID retainOnDelete
  deletedWith replaceWith created modified ignoreChanges replaceOnChanges replacementTrigger refreshBeforeUpdate
  resourceHooks`.split(/\s+/),
);

/**
 * Reads one resource.
 * @param where - the resource's place in the file, for messages
 * @throws Error naming the place and what is wrong there
 */
export function resourceFromJson(json: WireMap, where: string, read: PropertyReader): ResourceState {
  if (!isObject(json)) throw new Error(`${where}: expected an object`);
  const text = (name: string): string => {
    const value = json[name] ?? "";
    if (typeof value !== "string") throw new Error(`${where}.${name}: expected a text, got ${typeof value}`);
    return value;
  };
  const texts = (name: string): string[] => {
    const value = json[name] ?? [];
    if (!Array.isArray(value)) throw new Error(`${where}.${name}: expected a list, got ${typeof value}`);
    return value.map(String);
  };
  // What has no entries is null where a Go program wrote it.
  const lists = (name: string): Record<string, string[]> => {
    const value = json[name] ?? {};
    if (!isObject(value)) throw new Error(`${where}.${name}: expected an object, got ${typeof value}`);
    const entries = Object.entries(value).map(([key, list]): [string, string[]] => {
      if (list !== null && !Array.isArray(list)) {
        throw new Error(`${where}.${name}.${key}: expected a list, got ${typeof list}`);
      }
      return [key, (list ?? []).map(String)];
    });
    return Object.fromEntries(entries);
  };
  const properties = (name: string): PropertyMap | undefined => {
    const value = json[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "object" || Array.isArray(value))
      throw new Error(`${where}.${name}: expected an object`);
    try {
      return read.properties(value);
    } catch (error) {
      if (error instanceof LockedError) throw error;
      throw new Error(`${where}.${name} of ${text("urn")}: ${(error as Error).message}`);
    }
  };
  if (!text("urn").startsWith("urn:")) throw new Error(`${where}.urn: expected a URN, got "${text("urn")}"`);
  return newState({
    urn: text("urn"),
    type: text("type"),
    custom: json.custom === true,
    delete: json.delete === true,
    id: text("id"),
    inputs: properties("inputs") ?? {},
    outputs: properties("outputs") ?? {},
    parent: text("parent"),
    protect: json.protect === true,
    external: json.external === true,
    dependencies: texts("dependencies"),
    propertyDependencies: lists("propertyDependencies"),
    initErrors: texts("initErrors"),
    provider: text("provider"),
    pendingReplacement: json.pendingReplacement === true,
    additionalSecretOutputs: texts("additionalSecretOutputs"),
    aliases: texts("aliases"),
    customTimeouts: { ...NO_TIMEOUTS, ...(json.customTimeouts as object | undefined) },
    importId: text("importID"),
    retainOnDelete: json.retainOnDelete === true,
    deletedWith: text("deletedWith"),
    replaceWith: texts("replaceWith"),
    replacementTrigger: read.property(json.replacementTrigger ?? null),
    ...(json.created ? { created: text("created") } : {}),
    ...(json.modified ? { modified: text("modified") } : {}),
    ignoreChanges: texts("ignoreChanges"),
    replaceOnChanges: texts("replaceOnChanges"),
    hooks: lists("resourceHooks"),
    refreshBeforeUpdate: json.refreshBeforeUpdate === true,
    rest: Object.fromEntries(Object.entries(json).filter(([name]) => !KNOWN.has(name))),
  });
}
