import { parseProviderReference } from "../../provider-reference";
import type { ResourceState } from "../../state/resource-state";
import { bail, type Decision, type Done, type Planning } from "../planning";
import type { SameStep, Step } from "../step";
import { neededUrns } from "./selection";

/** What is no target and not there is not created: whoever needs its outputs gets none. */
export function skippedCreate(state: ResourceState, done: Done): SameStep {
  return { op: "same", urn: state.urn, logical: true, old: { ...state }, new: state, skipped: true, done };
}

/** What is no target stays as it is. */
export function untargetedSame(old: ResourceState, done?: Done): SameStep {
  const answer = done ? { done } : {};
  return { op: "same", urn: old.urn, logical: true, old, new: { ...old }, untargeted: true, ...answer };
}

/**
 * The steps of a registration that is no target but is there. What it needs may have left the program and is no target
 * either, so it comes before it: the state lists dependencies first.
 */
export function untargetedSteps(planning: Planning, decision: Decision, old: ResourceState): Step[] {
  refuseUnregisteredProvider(planning, old);
  return withDependencies(planning, decision.urn, old, decision.done);
}

function withDependencies(planning: Planning, urn: string, old: ResourceState, done?: Done): Step[] {
  const { run, record } = planning;
  if (old.delete) return [];
  record.registered.add(old.urn);
  record.sames.add(urn);
  record.sames.add(old.urn);
  const steps: Step[] = [];
  const provider = old.provider === "" ? undefined : parseProviderReference(old.provider);
  if (provider && !record.hasStep(provider.urn) && !record.keeps(provider.urn)) {
    const state = run.base.find(provider.urn);
    if (state?.id === provider.id) steps.push(...withDependencies(planning, urn, state));
  }
  for (const needed of neededUrns(old)) {
    if (needed === provider?.urn || record.hasStep(record.aliased.get(needed) ?? needed)) continue;
    const state = run.base.find(needed);
    if (!state)
      throw bail(planning, urn, `${needed}, which the untargeted resource ${urn} needs, has no old state`);
    steps.push(...withDependencies(planning, urn, state));
  }
  return [...steps, untargetedSame(old, done)];
}

function refuseUnregisteredProvider({ run }: Planning, old: ResourceState): void {
  if (old.provider === "" || run.registry.get(old.provider)) return;
  const { urn, id } = parseProviderReference(old.provider);
  if (run.base.find(urn)?.id !== id) throw new Error(`could not find provider ${old.provider} in old state`);
  throw new Error(
    `provider ${old.provider} for resource ${old.urn} has not been registered yet, this is due to a change of ` +
      "providers mixed with --target. Change your program back to the original providers",
  );
}

/** Notes what a target needs, is in the state, and nothing has registered: it comes before the next steps. */
export function queueUntargeted({ run, record }: Planning, state: ResourceState): void {
  if (!run.options.selection.targets.constrained) return;
  const queue = (urn: string) => {
    if (record.hasStep(urn) || record.queued.has(urn)) return;
    const old = run.base.find(urn);
    if (!old) return;
    record.queued.set(urn, undefined);
    for (const needed of neededUrns(old)) queue(needed);
    record.queued.delete(urn);
    record.queued.set(urn, old);
  };
  const { provider } = state;
  const own = provider === "" ? "" : parseProviderReference(provider).urn;
  for (const needed of neededUrns(state)) if (needed !== own) queue(needed);
}

/** The steps of what was queued and still has none. */
export function firstUntargeted({ record }: Planning): Step[] {
  const steps: Step[] = [];
  for (const [urn, old] of record.queued) {
    if (!old || record.hasStep(urn) || record.keeps(urn)) continue;
    record.registered.add(urn);
    record.sames.add(urn);
    steps.push(untargetedSame(old));
  }
  for (const urn of record.queued.keys()) record.queued.set(urn, undefined);
  return steps;
}
