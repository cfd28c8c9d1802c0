import { PartialFailure } from "../partial-failure";
import { change } from "../state/resource-state";
import { typePackage } from "../urn";
import { clientOf } from "./resource-diff";
import type { RunContext } from "./run-context";
import type { ImportStep } from "./step";
import { timestamp } from "./timestamp";

/** Reads an existing resource into the state, as if it had been created with what it is now. */
export async function applyImport(run: RunContext, step: ImportStep): Promise<void> {
  const { old, new: state } = step;
  const id = state.importId;
  const { urn, type } = state;
  const client = clientOf(run, state.provider);
  let initErrors: readonly string[] = [];
  const read = await client
    .read({ urn, type, id, inputs: {}, outputs: {}, importing: true })
    .catch((error: Error) => {
      if (!(error instanceof PartialFailure)) throw error;
      // What is not well is taken over all the same; the update that follows tries to mend it.
      initErrors = error.reasons;
      return { id: error.id, outputs: error.outputs, ...(error.inputs ? { inputs: error.inputs } : {}) };
    });
  if (!read.id) throw new Error(`resource '${id}' does not exist`);
  if (!read.inputs) {
    const name = typePackage(type);
    throw new Error(
      `provider does not support importing resources; please try updating the '${name}' plugin`,
    );
  }
  const now = timestamp(run.options);
  const { inputs } = read;
  change(state, { id: read.id, inputs, outputs: read.outputs, initErrors, created: now, modified: now });
  if (step.op === "import-replacement" && old) change(old, { delete: true });
}
