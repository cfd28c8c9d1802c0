import type { ResourceState } from "../state/resource-state";
import { type PropertyMap, type PropertyValue, Secret } from "../values";

/** Outputs become secret where the program says so, or where an input of the same name is. */
export function withSecretOutputs(state: ResourceState, outputs: PropertyMap): PropertyMap {
  let result: Record<string, PropertyValue> | undefined;
  for (const key of Object.keys(outputs)) {
    const value = outputs[key]!;
    if (value instanceof Secret) continue;
    if (!state.additionalSecretOutputs.includes(key) && !(state.inputs[key] instanceof Secret)) continue;
    result ??= { ...outputs };
    result[key] = new Secret(value);
  }
  return result ?? outputs;
}
