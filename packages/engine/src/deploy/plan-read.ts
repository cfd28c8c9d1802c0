import { newState } from "../state/resource-state";
import { findOld } from "./old-state";
import type { Done, Planning } from "./planning";
import type { ReadRequest } from "./read-request";
import type { Step } from "./step";

/** The steps of a read. What was managed until now under another id is replaced by what is read, and deleted. */
export function readSteps(planning: Planning, urn: string, request: ReadRequest, done: Done): Step[] {
  const { run, record } = planning;
  const { old } = findOld(run, record, urn, { ...request, aliases: [] });
  const state = newState({
    urn,
    type: request.type,
    custom: true,
    id: request.id,
    inputs: request.inputs,
    outputs: {},
    parent: request.parent,
    external: true,
    dependencies: request.dependencies,
    provider: request.provider,
    additionalSecretOutputs: request.additionalSecretOutputs,
  });
  if (request.id === "") throw new Error(`Expected an ID for ${urn}`);
  if (old && !old.external && old.id !== request.id) {
    record.replaces.add(urn);
    return [
      { op: "read-replacement", urn, logical: false, old, new: state, done },
      { op: "replace", urn, logical: true, old, new: state },
    ];
  }
  if (run.options.mode === "destroy") record.toDelete.push(state);
  record.reads.add(urn);
  return [{ op: "read", urn, logical: true, ...(old ? { old } : {}), new: state, done }];
}
