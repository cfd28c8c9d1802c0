import { asSecret, mapEntries, type PropertyMap, UNKNOWN } from "../../values";
import type { MemoryRules } from "./memory-rules";

/** Outputs with those secret that are whatever the program says. */
export function hidden(rules: MemoryRules, outputs: PropertyMap): PropertyMap {
  if (rules.secrets.length === 0) return outputs;
  const secret = (key: string) => rules.secrets.includes(key) && (outputs[key] ?? null) !== null;
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, secret(key) ? asSecret(value) : value]),
  );
}

/** Outputs of which nothing is known. */
export function unknowns(outputs: PropertyMap): PropertyMap {
  return mapEntries(outputs, () => UNKNOWN);
}
