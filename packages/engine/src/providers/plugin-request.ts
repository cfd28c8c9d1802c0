import type { Parameterization } from "../provider";
import { bare, isMap, type PropertyMap, type PropertyValue } from "../values";

/** The engine's own data among a provider's inputs; no provider sees it. */
export const INTERNAL_KEY = "__internal";

/** Which plugin serves a provider resource. */
export interface PluginRequest {
  /** The plugin's package: another than the resource's when it is parameterized. */
  readonly name: string;
  readonly version?: string;
  readonly parameterization?: Parameterization;
}

/** @throws Error when the inputs do not say it in the form that the engine writes */
export function pluginRequest(packageName: string, inputs: PropertyMap): PluginRequest {
  const internal = internalOf(inputs);
  const name = text(internal.name, "name") ?? packageName;
  const parameter = text(internal.parameterization, "parameterization");
  const own = text(inputs.version, "version");
  const version = parameter === undefined ? own : text(internal.version, "version");
  const request = { name, ...(version === undefined ? {} : { version }) };
  if (parameter === undefined) return request;
  if (own === undefined) throw new Error("a parameterized provider must have a 'version' field");
  const value = Buffer.from(parameter, "base64");
  return { ...request, parameterization: { name: packageName, version: own, value } };
}

/** A provider's own inputs, without the engine's. */
export function providerConfig(inputs: PropertyMap): PropertyMap {
  const { [INTERNAL_KEY]: _, ...config } = inputs;
  return config;
}

/** In a state of an older engine the data stand among the inputs. */
function internalOf(inputs: PropertyMap): PropertyMap {
  const internal = inputs[INTERNAL_KEY] ?? null;
  if (internal === null) {
    const { name: _, ...rest } = inputs;
    return rest;
  }
  if (!isMap(internal)) throw new Error(`'${INTERNAL_KEY}' must be an object`);
  return internal;
}

function text(value: PropertyValue | undefined, property: string): string | undefined {
  const plain = value === undefined ? undefined : bare(value);
  if (plain === undefined || typeof plain === "string") return plain;
  throw new Error(`'${property}' must be a string`);
}
