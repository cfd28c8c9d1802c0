import { PartialFailure } from "../../partial-failure";
import type { CreateCall, UpdateCall } from "../../provider";
import type { PropertyMap } from "../../values";
import { isDryRunRefused, isForbidden, NoMatchError } from "./api-error";
import { AwaitFailure } from "./await/readiness";
import type { Cluster } from "./cluster";
import { AlreadyThere, NamespaceMissing } from "./create-object";
import { apiVersionOf, idOf, type KubeObject, kindOf } from "./object";

/** What a preview does not show: it may look otherwise when the update comes to it. */
export function isUntold(error: unknown): boolean {
  const mayBeOtherwise = error instanceof NamespaceMissing || error instanceof AlreadyThere;
  return mayBeOtherwise || isForbidden(error) || isDryRunRefused(error);
}

export function creationFailure(
  { urn }: CreateCall,
  inputs: KubeObject,
  error: unknown,
  outputs: (live: KubeObject) => PropertyMap,
): Error {
  if (error instanceof NoMatchError) return noKind("creation", urn, error, inputs);
  const { message } = error as Error;
  if (!(error instanceof AwaitFailure)) {
    const text = `resource "${urn}" was not successfully created by the Kubernetes API server: ${message}`;
    return new Error(text, { cause: error });
  }
  const text =
    `resource "${urn}" was successfully created, but the Kubernetes API server reported that it failed to fully ` +
    `initialize or become live: ${message}`;
  return new PartialFailure(text, idOf(error.object), outputs(error.object), [text, ...error.reasons]);
}

/** Whatever fails, the object is as it is now: that is recorded, and the next update tries again. */
export async function updateFailure(
  { urn }: UpdateCall,
  cluster: Cluster,
  recorded: KubeObject,
  error: unknown,
  outputs: (live: KubeObject) => PropertyMap,
): Promise<Error> {
  const { message } = error as Error;
  let live: KubeObject;
  try {
    live = await cluster.get(recorded);
  } catch (gone) {
    const text = `update of resource "${urn}" failed: ${message}\nunable to get cluster state: ${(gone as Error).message}`;
    return new Error(text, { cause: error });
  }
  const id = idOf(live);
  const text = `the Kubernetes API server reported that "${id}" failed to fully initialize or become live: ${message}`;
  const reasons = error instanceof AwaitFailure ? error.reasons : [];
  return new PartialFailure(text, id, outputs(live), [text, ...reasons]);
}

export function noKind(step: string, urn: string, error: NoMatchError, inputs?: KubeObject): Error {
  const kind = inputs ? ` with kind ${apiVersionOf(inputs)}/${kindOf(inputs)}` : "";
  return new Error(
    `${step} of resource "${urn}"${kind} failed because the Kubernetes API server reported that the apiVersion for ` +
      `this resource does not exist. Verify that any required CRDs have been created: ${error.message}`,
    { cause: error },
  );
}
