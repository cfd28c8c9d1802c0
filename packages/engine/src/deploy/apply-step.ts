import { PartialFailure } from "../partial-failure";
import type { CreateResult } from "../provider";
import { isProviderType } from "../provider-reference";
import { seconds } from "../providers/provider-client";
import { change, type ResourceState } from "../state/resource-state";
import type { PropertyMap } from "../values";
import { applyImport } from "./apply-import";
import { applyRead } from "./apply-read";
import { applyRefresh } from "./apply-refresh";
import type { HookCall } from "./hooks";
import { clientOf } from "./resource-diff";
import type { RunContext } from "./run-context";
import type { CreateStep, DeleteStep, SameStep, Step, UpdateStep } from "./step";
import { timestamp } from "./timestamp";

/**
 * Does what a step says and brings its states up to date.
 * @param condemned - the URNs that this run deletes, for `deletedWith`
 * @throws PartialFailure when the new state is to be kept although the step failed
 */
export async function applyStep(run: RunContext, step: Step, condemned: ReadonlySet<string>): Promise<void> {
  switch (step.op) {
    case "same":
      return applySame(run, step);
    case "create":
    case "create-replacement":
      return applyCreate(run, step);
    case "update":
      return applyUpdate(run, step);
    case "delete":
    case "delete-replaced":
    case "discard":
    case "discard-replaced":
      return applyDelete(run, step, condemned);
    case "read":
    case "read-replacement":
      return applyRead(run, step);
    case "import":
    case "import-replacement":
      return applyImport(run, step);
    case "refresh":
      return applyRefresh(run, step);
    case "replace":
    case "remove-pending-replace":
      return;
  }
}

async function applySame(run: RunContext, step: SameStep): Promise<void> {
  const { old, new: state } = step;
  change(state, { id: old.id, outputs: old.outputs });
  const takesPart = !step.skipped && !step.untargeted;
  if (isProviderType(state.type) && takesPart) await run.registry.same(state.urn, state.id, old.inputs);
}

async function applyCreate(run: RunContext, step: CreateStep): Promise<void> {
  const { old, new: state } = step;
  const call: HookCall = { kind: "BeforeCreate", new: state, newInputs: state.inputs };
  await run.hooks.before(call);
  let failure: PartialFailure | undefined;
  if (state.custom) {
    const create = () => createResource(run, state);
    const created = await run.hooks.withRetries(call, "create", create).catch((error: Error) => {
      failure = kept(error, state);
      return { id: failure.id, outputs: failure.outputs };
    });
    change(state, created);
  }
  const now = timestamp(run.options);
  change(state, { created: now, modified: now });
  if (old && step.pendingDelete) change(old, { delete: true });
  if (failure) throw failure;
  if (state.custom) await run.hooks.after({ ...call, kind: "AfterCreate", newOutputs: state.outputs ?? {} });
}

function createResource(run: RunContext, state: ResourceState): Promise<CreateResult> {
  const { urn, type, inputs, customTimeouts } = state;
  const { preview } = run.options;
  if (isProviderType(type)) return run.registry.create(urn, inputs, preview);
  return clientOf(run, state.provider).create(urn, type, inputs, customTimeouts.create, preview);
}

async function applyUpdate(run: RunContext, step: UpdateStep): Promise<void> {
  const { old, new: state } = step;
  change(state, { id: old.id });
  const call: HookCall = {
    kind: "BeforeUpdate",
    old,
    new: state,
    newInputs: state.inputs,
    oldInputs: old.inputs,
    oldOutputs: old.outputs ?? {},
  };
  await run.hooks.before(call);
  let failure: PartialFailure | undefined;
  if (state.custom) {
    const update = () => updateResource(run, step);
    const outputs = await run.hooks.withRetries(call, "update", update).catch((error: Error) => {
      failure = kept(error, state);
      // The inputs that were asked for did not take effect: with the old ones the next run tries again.
      change(state, { inputs: old.inputs });
      return failure.outputs;
    });
    change(state, { outputs, modified: timestamp(run.options) });
  }
  if (failure) throw failure;
  if (state.custom) await run.hooks.after({ ...call, kind: "AfterUpdate", newOutputs: state.outputs ?? {} });
}

async function updateResource(run: RunContext, step: UpdateStep): Promise<PropertyMap> {
  const { old, new: state, ignoreChanges } = step;
  const { urn, type, inputs } = state;
  if (isProviderType(type)) return run.registry.update(urn, old.id, inputs);
  const { outputs } = await clientOf(run, state.provider).update({
    urn,
    type,
    id: old.id,
    oldInputs: old.inputs,
    oldOutputs: old.outputs ?? {},
    news: inputs,
    ignoreChanges,
    preview: run.options.preview,
    ...seconds(state.customTimeouts.update),
  });
  return outputs;
}

async function applyDelete(run: RunContext, step: DeleteStep, condemned: ReadonlySet<string>): Promise<void> {
  const { old } = step;
  const call: HookCall = { kind: "BeforeDelete", old, oldInputs: old.inputs, oldOutputs: old.outputs ?? {} };
  await run.hooks.before(call);
  if (step.logical && old.protect && !run.options.ignoreProtect) throw new ProtectedError(old.urn);
  const isMine = old.custom && !old.external && !old.retainOnDelete && !condemned.has(old.deletedWith);
  if (isMine && !run.options.preview) {
    await run.hooks.withRetries(call, "delete", () => deleteResource(run, old));
  }
  if (step.pendingReplacement) change(old, { pendingReplacement: true });
  await run.hooks.after({ ...call, kind: "AfterDelete" });
}

async function deleteResource(run: RunContext, old: ResourceState): Promise<void> {
  const { urn, type, id, inputs, customTimeouts } = old;
  if (isProviderType(type)) return run.registry.delete(urn, id);
  const outputs = old.outputs ?? {};
  const timeout = seconds(customTimeouts.delete);
  await clientOf(run, old.provider).delete({ urn, type, id, oldInputs: inputs, outputs, ...timeout });
}

/** The partial failure that an error is, noted in the state; other errors go on. */
function kept(error: Error, state: ResourceState): PartialFailure {
  if (!(error instanceof PartialFailure)) throw error;
  change(state, { initErrors: error.reasons });
  return error;
}

/** A deletion that protection forbids; unlike other failures it stops no other deletions. */
export class ProtectedError extends Error {
  constructor(urn: string) {
    super(
      `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, either remove the ` +
        "`protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n" +
        `\`pulumi state unprotect '${urn}'\``,
    );
  }
}
