import { parseProviderReference } from "../provider-reference";
import type { PlanRecord } from "./plan-record";
import { type Step, stepResource } from "./step";
import { neededUrns } from "./targets/selection";

/** Where a run goes on after errors: the steps that can still be done. What needs something failed is skipped. */
export function withoutDependentsOfFailed(
  { failed }: PlanRecord,
  errored: readonly Step[],
  steps: readonly Step[],
): readonly Step[] {
  for (const step of errored) failed.add(stepResource(step).urn);
  if (failed.size === 0) return steps;
  return steps.filter((step) => {
    const state = stepResource(step);
    // Not so for a failed provider, as in the real engine.
    const provider = state.provider && parseProviderReference(state.provider).urn;
    if (!neededUrns(state).some((urn) => urn !== provider && failed.has(urn))) return true;
    failed.add(state.urn);
    if (step.new) step.done?.({ state: step.new, failure: "skipped" });
    return false;
  });
}
