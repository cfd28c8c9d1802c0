import { containsUnknowns, type PropertyMap } from "../values";

/**
 * The outputs, which must be known outside of a preview.
 * @throws Error with the real engine's text when one is not
 */
export function rejectUnknowns(outputs: PropertyMap): PropertyMap {
  if (!containsUnknowns(outputs)) return outputs;
  const key = Object.keys(outputs).find((name) => containsUnknowns({ [name]: outputs[name]! }));
  throw new Error(`unexpected unknown property value for "${key}"`);
}
