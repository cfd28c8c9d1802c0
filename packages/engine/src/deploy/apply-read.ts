import { PartialFailure } from "../partial-failure";
import { UNKNOWN_ID } from "../provider-reference";
import { change } from "../state/resource-state";
import { equal } from "../values";
import { clientOf } from "./resource-diff";
import type { RunContext } from "./run-context";
import type { ReadStep } from "./step";
import { timestamp } from "./timestamp";

/**
 * Reads a resource that something else manages; in previews, too.
 * @throws PartialFailure when it is there, but not well
 */
export async function applyRead(run: RunContext, step: ReadStep): Promise<void> {
  const { old, new: state } = step;
  const failure = await readInto(run, step);
  if (step.op === "read-replacement" && old) change(old, { delete: true });
  if (old?.created) change(state, { created: old.created });
  if (old?.modified) change(state, { modified: old.modified });
  const changed = old && !(equal(state.inputs, old.inputs) && equal(state.outputs ?? {}, old.outputs ?? {}));
  if (changed) change(state, { modified: timestamp(run.options) });
  if (failure) throw failure;
}

async function readInto(run: RunContext, { new: state }: ReadStep): Promise<PartialFailure | undefined> {
  const { urn, type, id, inputs } = state;
  if (id === UNKNOWN_ID) {
    change(state, { outputs: {} });
    return undefined;
  }
  let failure: PartialFailure | undefined;
  const result = await clientOf(run, state.provider)
    // The real engine has always sent the inputs as the state, too.
    .read({ urn, type, id, inputs, outputs: inputs })
    .catch((error: Error) => {
      if (!(error instanceof PartialFailure)) throw error;
      failure = error;
      return { id: error.id, outputs: error.outputs };
    });
  if (!result.id) throw new Error(`resource '${id}' does not exist`);
  change(state, { id: result.id, outputs: result.outputs });
  if (failure) change(state, { initErrors: failure.reasons });
  return failure;
}
