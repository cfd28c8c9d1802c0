import type { CheckCall, CheckResult, DiffCall, DiffResult } from "../../provider";
import type { PropertyMap } from "../../values";
import type { MemoryStore } from "./memory-store";

/** How the provider of a type thinks. Values are plain, without `Secret`s. */
export interface MemoryRules {
  readonly type: string;
  /** @param config - the provider's own configuration */
  check(call: CheckCall, config: PropertyMap): CheckResult;
  diff(call: DiffCall, config: PropertyMap): DiffResult;
  /** The outputs that the inputs lead to; what cannot be known before is `UNKNOWN`. */
  plan(prior: PropertyMap | undefined, inputs: PropertyMap): PropertyMap;
  /** @throws Error when the platform would refuse the object */
  create(inputs: PropertyMap, planned: PropertyMap, store: MemoryStore): { id: string; outputs: PropertyMap };
  update(id: string, planned: PropertyMap, old: PropertyMap): PropertyMap;
  /** The inputs as a refresh finds them. @param old - absent when the resource is read by its id alone */
  read(old: PropertyMap | undefined, outputs: PropertyMap): PropertyMap;
  /** Outputs that are secret whatever the program says. */
  readonly secrets: readonly string[];
}
