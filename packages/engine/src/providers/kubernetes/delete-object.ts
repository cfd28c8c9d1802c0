import { DELETION_PROPAGATION, SKIP_AWAIT } from "./annotations";
import { isNotFound, NoMatchError, requiredField } from "./api-error";
import { awaitDeleted } from "./await/await-deleted";
import { relinquish } from "./field-manager";
import { annotation, apiVersionOf, type KubeObject, kindOf } from "./object";
import { type Operation, waitingOf } from "./operation";

/** The kinds whose deletion is not waited for when the program asks not to wait. */
const UNAWAITED = new Set([
  "apps/v1 DaemonSet",
  "apps/v1 Deployment",
  "apps/v1 StatefulSet",
  "batch/v1 Job",
  "v1 Namespace",
  "v1 Pod",
  "v1 ReplicationController",
]);

/**
 * Deletes an object and waits until it is gone; one that is gone already is a success.
 * @param inputs - the program's; its annotations say how
 */
export async function deleteObject(
  operation: Operation,
  inputs: KubeObject,
  live: KubeObject,
  name: string,
): Promise<void> {
  try {
    if (operation.isPatch) return await giveUp(operation, live);
    await operation.cluster.delete(live, name, propagation(inputs));
    const isUnawaited = UNAWAITED.has(`${apiVersionOf(inputs)} ${kindOf(inputs)}`);
    if (isUnawaited && annotation(inputs, SKIP_AWAIT) === "true") return;
    await awaitDeleted(waitingOf(operation, inputs), live, name);
  } catch (error) {
    // Where the kind itself is gone, so is the object.
    if (!isNotFound(error) && !(error instanceof NoMatchError)) throw error;
  }
}

async function giveUp(operation: Operation, live: KubeObject): Promise<void> {
  try {
    await relinquish(operation.cluster, live, operation.fieldManager);
  } catch (error) {
    const field = requiredField(error);
    if (field === undefined) throw error;
    throw new Error(
      "this Patch resource is currently managing a required field, so it can't be deleted directly. Either set the " +
        `\`retainOnDelete\` resource option, or transfer ownership of the field before deleting: ${field}`,
    );
  }
}

function propagation(inputs: KubeObject): string {
  switch (annotation(inputs, DELETION_PROPAGATION).toLowerCase()) {
    case "orphan":
      return "Orphan";
    case "background":
      return "Background";
    default:
      return "Foreground";
  }
}
