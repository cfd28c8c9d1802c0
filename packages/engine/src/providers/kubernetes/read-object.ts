import { PartialFailure } from "../../partial-failure";
import type { ReadCall, ReadResult } from "../../provider";
import { isNotFound, NoMatchError } from "./api-error";
import { checkReady } from "./await/await-ready";
import { AwaitFailure } from "./await/readiness";
import { asObject, asOutputs, asProperties, hasKind, readCheckpoint } from "./checkpoint";
import type { Cluster } from "./cluster";
import { fieldManagerOf } from "./field-manager";
import { importedInputs } from "./imported-inputs";
import { normalized } from "./normalize";
import { apiVersionOf, type KubeObject, kindOf, parseId } from "./object";
import { prune } from "./prune";
import { parseType } from "./type-token";

/**
 * Reads an object as it is now. One that is gone, or whose kind is, has no id.
 * @throws PartialFailure when it is there but not ready
 */
export async function readObject(cluster: Cluster, call: ReadCall): Promise<ReadResult> {
  const { name } = parseId(call.id);
  if (!name)
    throw new Error(
      `failed to read resource because of a failure to parse resource name from request ID: ${call.id}`,
    );
  const recorded = readCheckpoint(call.outputs);
  const given = normalized(asObject(call.inputs));
  const isFirst = !hasKind(given) && !hasKind(recorded.live);
  const inputs = hasKind(given) ? given : identified(given, recorded.live, call);
  const live = await find(cluster, inputs, name);
  if (!live) return { outputs: {} };
  const kept = isFirst ? importedInputs(live, inputs) : prune(live, inputs);
  const checkpoint = {
    inputs: kept,
    live,
    initialApiVersion: recorded.initialApiVersion || apiVersionOf(inputs),
    fieldManager: fieldManagerOf(inputs, recorded.fieldManager),
  };
  const result = {
    id: call.id,
    inputs: asProperties(kept, call.inputs),
    outputs: asOutputs(checkpoint, call.inputs),
  };
  try {
    if (!isFirst) await checkReady(cluster, inputs, live);
    return result;
  } catch (error) {
    if (!(error instanceof AwaitFailure)) throw error;
    const reasons = [error.message, ...error.reasons];
    throw new PartialFailure(error.message, result.id, result.outputs, reasons, result.inputs);
  }
}

/** Inputs that name what they are of, and where it is. */
function identified(given: KubeObject, live: KubeObject, call: ReadCall): KubeObject {
  const { apiVersion, kind } = hasKind(live)
    ? { apiVersion: apiVersionOf(live), kind: kindOf(live) }
    : parseType(call.type);
  const { namespace, name } = parseId(call.id);
  return { ...given, apiVersion, kind, metadata: namespace ? { name, namespace } : { name } };
}

async function find(cluster: Cluster, object: KubeObject, name: string): Promise<KubeObject | undefined> {
  try {
    return await cluster.get(object, name);
  } catch (error) {
    if (isNotFound(error) || error instanceof NoMatchError) return undefined;
    throw error;
  }
}
