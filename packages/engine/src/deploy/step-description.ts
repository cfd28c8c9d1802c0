import { resourceToJson } from "../state/resource-json";
import type { ResourceState } from "../state/resource-state";
import { mapEntries, mapValue, type PropertyMap, Secret } from "../values";
import type { Step } from "./step";

/** A resource as a checkpoint holds it, with `[secret]` in place of each secret. */
export type ShownResource = Readonly<Record<string, unknown>>;

/** What a step changes, in the fields of a step of `pulumi preview --json`. */
export interface StepDescription {
  /** `urn::id` of the provider. */
  readonly provider?: string;
  readonly oldState?: ShownResource;
  readonly newState?: ShownResource;
  /** The top-level inputs that changed. */
  readonly diffReasons?: readonly string[];
  /** Those of them that demand a replacement. */
  readonly replaceReasons?: readonly string[];
  /** By property path; null when nothing is known in detail. */
  readonly detailedDiff: Readonly<
    Record<string, { readonly kind: string; readonly inputDiff: boolean }>
  > | null;
}

/** Describes a step as it stands now: its new state has the outputs only when it has ended. */
export function describeStep(step: Step): StepDescription {
  const diff = "diff" in step ? step.diff : undefined;
  const provider = (step.new ?? step.old)?.provider;
  return {
    ...(provider ? { provider } : {}),
    ...(step.old ? { oldState: shown(step.old) } : {}),
    ...(step.new ? { newState: shown(step.new) } : {}),
    ...(diff && diff.diffs.length > 0 ? { diffReasons: diff.diffs } : {}),
    ...(diff && diff.replaces.length > 0 ? { replaceReasons: diff.replaces } : {}),
    detailedDiff: diff?.detailedDiff ?? null,
  };
}

function shown(state: ResourceState): ShownResource {
  const masked = {
    ...state,
    inputs: mask(state.inputs),
    ...(state.outputs ? { outputs: mask(state.outputs) } : {}),
  };
  const trigger = mapValue(state.replacementTrigger, hide);
  return resourceToJson({ ...masked, replacementTrigger: trigger }, () => ({ ciphertext: HIDDEN }));
}

const HIDDEN = "[secret]";

function mask(map: PropertyMap): PropertyMap {
  return mapEntries(map, (value) => mapValue(value, hide));
}

function hide(value: unknown): string | undefined {
  return value instanceof Secret ? HIDDEN : undefined;
}
