import type { DiffResult } from "../provider";
import { isProviderType, parseProviderReference } from "../provider-reference";
import { providerConfig } from "../providers/registry";
import type { ResourceState } from "../state/resource-state";
import {
  containsUnknowns,
  equal,
  type PropertyMap,
  type PropertyValue,
  withoutOutputValues,
  withoutSecrets,
} from "../values";
import { planReplacement } from "./plan-replacement";
import { bail, type Decision, isReplaceTarget, type Planning } from "./planning";
import { applyReplaceOnChanges, demandsReplacement } from "./replace-on-changes";
import { clientOf, NO_DIFF, providerDiff, replacementDiff, SOME_DIFF } from "./resource-diff";
import type { Step } from "./step";

/** The steps of a resource that is there: a replacement, an update, or nothing. */
export async function planChange(
  planning: Planning,
  decision: Decision,
  old: ResourceState,
  inputs: PropertyMap,
): Promise<Step[]> {
  const { goal, urn, state, done } = decision;
  const { record } = planning;
  const triggered = isTriggered(planning, urn, state.replacementTrigger, old.replacementTrigger);
  const raw = triggered ? SOME_DIFF : await diffOf(planning, decision, old, inputs);
  const hasInitErrors = old.initErrors.length > 0;
  const diff = applyReplaceOnChanges(raw, goal.replaceOnChanges, hasInitErrors);
  if (diff.changes === "some" || old.pendingReplacement) {
    if (demandsReplacement(diff) || triggered || old.pendingReplacement) {
      return planReplacement(planning, decision, old, diff);
    }
  } else if (!hasInitErrors) {
    if (record.imports.has(urn)) {
      done({ state: old });
      return [];
    }
    record.sames.add(urn);
    return [{ op: "same", urn, logical: true, old, new: state, done }];
  }
  record.updates.add(urn);
  return [
    { op: "update", urn, logical: true, old, new: state, ignoreChanges: goal.ignoreChanges, diff, done },
  ];
}

function isTriggered(planning: Planning, urn: string, next: PropertyValue, old: PropertyValue): boolean {
  const nextTrigger = withoutSecrets(withoutOutputValues(next));
  const oldTrigger = withoutSecrets(withoutOutputValues(old));
  if (containsUnknowns(nextTrigger) || containsUnknowns(oldTrigger)) {
    if (planning.run.options.preview) return true;
    throw bail(planning, urn, `replacement trigger contains unknowns for ${urn}`);
  }
  if (nextTrigger === null || oldTrigger === null) return false;
  return !equal(nextTrigger, oldTrigger);
}

async function diffOf(
  planning: Planning,
  { goal, urn, state }: Decision,
  old: ResourceState,
  inputs: PropertyMap,
): Promise<DiffResult> {
  const { record, run } = planning;
  if (isReplaceTarget(planning, urn, old)) return replacementDiff("id");
  if (goal.replaceWith.some((other) => record.replaces.has(other))) return replacementDiff("replaceWith");
  if (goal.deletedWith && record.replaces.has(goal.deletedWith)) return replacementDiff("deletedWith");
  if (await providerChanged(planning, old, state)) return replacementDiff("provider");
  if (!goal.custom) return equal(old.inputs, inputs) ? NO_DIFF : SOME_DIFF;
  const known = isProviderType(goal.type) ? old : { ...old, provider: state.provider };
  return providerDiff(run, known, urn, inputs, goal.ignoreChanges, run.options.preview);
}

async function providerChanged(
  { record, run }: Planning,
  old: ResourceState,
  state: ResourceState,
): Promise<boolean> {
  if (old.provider === state.provider) return false;
  if (old.provider === "" || state.provider === "") return true;
  const oldReference = parseProviderReference(old.provider);
  const newReference = parseProviderReference(state.provider);
  if (record.aliased.get(oldReference.urn) === newReference.urn) return false;
  const oldProvider = run.base.find(oldReference.urn);
  const newProvider = record.providers.get(newReference.urn);
  if (!oldProvider || !newProvider) throw new Error(`could not find the provider of ${state.urn}`);
  const client = clientOf(run, state.provider);
  const olds = providerConfig(oldProvider.inputs);
  const diff = await client.diffConfig(newReference.urn, olds, providerConfig(newProvider.inputs), []);
  return demandsReplacement(diff);
}
