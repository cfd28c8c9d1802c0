import { isProviderType } from "../provider-reference";
import { change } from "../state/resource-state";
import type { Decision, Planning } from "./planning";
import type { Step } from "./step";
import { neededUrns } from "./targets/selection";
import { skippedCreate } from "./targets/untargeted";

/**
 * What a registration takes where the program runs only to tell what there is: providers and components are as in an
 * update, all others stay as they are, and what is not there is not created.
 * @returns undefined when it is planned as in an update
 */
export function planWithoutChanges(planning: Planning, decision: Decision): Step[] | undefined {
  const { mode } = planning.run.options;
  if (mode === "refresh") return planInRefresh(planning, decision);
  if (mode === "destroy") return planInDestroy(planning, decision);
  return undefined;
}

function planInRefresh({ record }: Planning, { goal, urn, old, state, done }: Decision): Step[] | undefined {
  const needsSkipped = neededUrns(state).some((needed) => record.skippedCreates.has(needed));
  if (!isManaged(goal) && !needsSkipped) return undefined;
  if (old) {
    done({ state: old });
    return [];
  }
  record.sames.add(urn);
  record.skippedCreates.add(urn);
  return [skippedCreate(state, done)];
}

function planInDestroy({ record }: Planning, { goal, urn, old, state, done }: Decision): Step[] | undefined {
  if (neededUrns(state).some((needed) => record.skippedCreates.has(needed))) {
    record.skippedCreates.add(urn);
    if (old) change(state, { outputs: old.outputs });
    return [skippedCreate(state, done)];
  }
  if (!isManaged(goal)) {
    record.toDelete.push(state);
    return undefined;
  }
  if (!old) {
    record.skippedCreates.add(urn);
    return [skippedCreate(state, done)];
  }
  record.sames.add(urn);
  record.toDelete.push(state);
  change(state, { inputs: old.inputs });
  return [{ op: "same", urn, logical: true, old, new: state, done }];
}

/** Whether a provider manages the resource. */
function isManaged({ custom, type }: { custom: boolean; type: string }): boolean {
  return custom && !isProviderType(type);
}
