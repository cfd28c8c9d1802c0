import type { ResourceState } from "../state/resource-state";
import type { PropertyMap } from "../values";
import { Bail } from "./diagnostics";
import type { Goal } from "./goal";
import { ignoreChanges } from "./ignore-changes";
import { planChange } from "./plan-change";
import { check, reportFailures } from "./plan-check";
import { type Decision, isReplaceTarget, type Planning } from "./planning";
import { replacement } from "./replacement-steps";
import type { Step } from "./step";
import { queueUntargeted, skippedCreate, untargetedSteps } from "./targets/untargeted";

/** The steps of a registration whose old state is known, refreshed and imported. @throws Bail when it is invalid */
export async function planResource(planning: Planning, decision: Decision): Promise<Step[]> {
  const { urn, old, state, done } = decision;
  const { record, run } = planning;
  const { selection } = run.options;
  const included = selection.includesInUpdate(state);
  const inputs = await checkedInputs(planning, decision, included);
  if (included) queueUntargeted(planning, state);
  if (old && record.deletes.has(urn)) return recreate(planning, decision, old);
  if (old?.external) {
    record.creates.add(urn);
    return replacement(old, state, undefined, true, done);
  }
  selection.note(state, included);
  if (old) {
    if (!included) return untargetedSteps(planning, decision, old);
    return planChange(planning, decision, old, inputs);
  }
  if (!included) {
    record.sames.add(urn);
    record.skippedCreates.add(urn);
    return [skippedCreate(state, done)];
  }
  record.creates.add(urn);
  return [{ op: "create", urn, logical: true, new: state, pendingDelete: false, done }];
}

/** The inputs as the provider completes them; what is no target keeps the old ones. */
async function checkedInputs(
  planning: Planning,
  decision: Decision,
  included: boolean,
): Promise<PropertyMap> {
  const { goal, urn, old, state } = decision;
  let inputs = old ? afterIgnoring(planning, urn, goal, old) : goal.inputs;
  let { invalid } = decision;
  if (goal.custom && !included) {
    inputs = old?.inputs ?? {};
  } else if (goal.custom) {
    const startsAnew =
      planning.record.deletes.has(urn) || old?.external || isReplaceTarget(planning, urn, old);
    const known = startsAnew ? undefined : old;
    const result = await check(planning, decision, known ? inputs : goal.inputs, known?.inputs);
    inputs = result.inputs;
    invalid = reportFailures(planning, decision, result.failures) || invalid;
  }
  // What a component ignores counts for its diff alone.
  if (goal.custom) Object.assign(state, { inputs });
  if (invalid) throw new Bail(`resource ${urn} is invalid`);
  return inputs;
}

/** A resource that was deleted for the sake of one that it depends on. */
function recreate({ record }: Planning, { urn, state, done }: Decision, old: ResourceState): Step[] {
  record.deletes.delete(urn);
  record.replaces.add(urn);
  return replacement(old, state, undefined, false, done);
}

function afterIgnoring({ run }: Planning, urn: string, goal: Goal, old: ResourceState): PropertyMap {
  const { inputs, failed } = ignoreChanges(goal.inputs, old.inputs, goal.ignoreChanges);
  if (failed.length > 0) {
    const paths = failed.join(", ");
    run.diagnostics.info(urn, `cannot ignore changes in added or removed elements of the path: "${paths}"`);
  }
  return inputs;
}
