import { PartialFailure } from "../partial-failure";
import type { DiffResult } from "../provider";
import { isProviderType } from "../provider-reference";
import type { ResourceState } from "../state/resource-state";
import { equal } from "../values";
import { clientOf, providerDiff } from "./resource-diff";
import type { RunContext } from "./run-context";
import type { RefreshStep } from "./step";
import { timestamp } from "./timestamp";

/**
 * Reads a resource as it really is. Whether that is a change is what its provider says about going back: the difference
 * that an update of the unchanged program would show.
 */
export async function applyRefresh(run: RunContext, step: RefreshStep): Promise<void> {
  const { old, refreshed } = step;
  refreshed.state = step.goal ? { ...old } : old;
  if (!old.custom || isProviderType(old.type) || old.pendingReplacement) return;
  const target = step.goal ?? old;
  const { id, inputs } = old;
  const outputs = old.outputs ?? {};
  let initErrors: readonly string[] = [];
  const client = clientOf(run, target.provider);
  const { urn } = target;
  const found = await client.read({ urn, type: old.type, id, inputs, outputs }).catch((error: Error) => {
    if (!(error instanceof PartialFailure)) throw error;
    initErrors = error.reasons;
    const list = error.reasons.join("\n* ");
    run.diagnostics.warning(urn, `Refreshed resource is in an unhealthy state:\n* ${list}`);
    return { id: error.id, outputs: error.outputs, ...(error.inputs ? { inputs: error.inputs } : {}) };
  });
  if (!found.id) {
    delete refreshed.state;
    refreshed.result = "delete";
    return;
  }
  const next: ResourceState = {
    ...target,
    id: found.id,
    inputs: found.inputs ?? inputs,
    outputs: found.outputs,
    initErrors,
  };
  const changed = !equal(next.inputs, inputs) || !equal(found.outputs, outputs);
  refreshed.state = changed ? { ...next, modified: timestamp(run.options) } : next;
  refreshed.result = (await differs(run, old, refreshed.state)) ? "update" : "same";
}

async function differs(run: RunContext, old: ResourceState, next: ResourceState): Promise<boolean> {
  if (old.external) return !equal(old.outputs ?? {}, next.outputs ?? {});
  const diff: DiffResult = await providerDiff(
    run,
    next,
    next.urn,
    old.inputs,
    old.ignoreChanges,
    run.options.preview,
  );
  return diff.changes !== "none";
}
