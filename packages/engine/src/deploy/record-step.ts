import { type ResourceState, stateVersion } from "../state/resource-state";
import { equal } from "../values";
import { dropMissing } from "./rebuilt-base";
import type { RunContext } from "./run-context";
import { pendingOperationType, type RefreshStep, type Step, stepResource } from "./step";

/** Notes in the state that a step is under way. */
export async function recordStart({ journal, options }: RunContext, step: Step): Promise<void> {
  const type = pendingOperationType(step);
  if (type && !options.preview) await journal.begin(stepResource(step), type);
}

/**
 * Notes in the state what a step has left.
 * @param succeeded - whether its new state is to be kept, as after a partial failure, too
 */
export async function recordEnd(run: RunContext, step: Step, succeeded: boolean): Promise<void> {
  const { journal, options } = run;
  if (options.preview || journal.frozen) return;
  if (pendingOperationType(step)) journal.end(stepResource(step));
  if (step.op === "replace") return;
  if (step.op === "refresh") {
    if (succeeded && step.goal) await recordRefresh(run, step);
    return;
  }
  if (succeeded) {
    const old = step.old;
    const isCreate = step.op === "create" || step.op === "create-replacement";
    if (step.op === "remove-pending-replace") journal.markDone(step.old);
    else if (isCreate) {
      if (old?.pendingReplacement) journal.markDone(old);
    } else if (old && step.op !== "import-replacement") {
      if (step.new || !old.pendingReplacement) journal.markDone(old);
    }
    if (step.new && !(step.op === "same" && step.skipped)) journal.markNew(step.new);
  }
  if (step.op === "same" && (step.skipped || sameInState(step.old, step.new))) journal.elide();
  else await journal.save();
}

/** A refresh for the program's sake is a change of its own; the others come before the first change. */
async function recordRefresh({ journal }: RunContext, { old, refreshed }: RefreshStep): Promise<void> {
  journal.markDone(old);
  if (refreshed.state) journal.markNew(refreshed.state);
  dropMissing(journal.snapshot().resources);
  await journal.save();
}

/** Whether an unchanged resource needs no writing: its options are the old ones too. */
function sameInState(old: ResourceState, next: ResourceState): boolean {
  if (stateVersion(old) !== 0) return false;
  const plain = (state: ResourceState) =>
    JSON.stringify([
      state.urn,
      state.type,
      state.custom,
      state.customTimeouts,
      state.retainOnDelete,
      state.provider,
      state.parent,
      state.deletedWith,
      state.replaceWith,
      state.protect,
      [...state.dependencies].sort(),
      state.hooks,
      state.ignoreChanges,
      state.replaceOnChanges,
      state.additionalSecretOutputs,
    ]);
  return (
    plain(old) === plain(next) &&
    equal(old.inputs, next.inputs) &&
    equal(old.outputs ?? {}, next.outputs ?? {}) &&
    equal(old.replacementTrigger, next.replacementTrigger)
  );
}
