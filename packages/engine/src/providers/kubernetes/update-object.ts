import { awaitReady } from "./await/await-ready";
import { withConflictHelp } from "./conflict";
import { takeFieldsOver, winsConflicts } from "./field-manager";
import { withIgnoredFields } from "./ignored-fields";
import { isDefinition } from "./normalize";
import { type KubeObject, nameOf, textAt, withAt } from "./object";
import { dryRun, type Operation, waitingOf } from "./operation";

export interface Updated {
  readonly live: KubeObject;
  /** What was really applied: without what `ignoreChanges` leaves to others. */
  readonly inputs: KubeObject;
}

/**
 * Changes an object in place and waits until it is ready again.
 * @param name - of the object that is there
 * @throws AwaitFailure when it is changed but not ready
 */
export async function updateObject(
  operation: Operation,
  inputs: KubeObject,
  name: string,
  ignoreChanges: readonly string[],
): Promise<Updated> {
  const before = await operation.cluster.get(inputs, name);
  const applied = await apply(operation, inputs, before, ignoreChanges);
  if (operation.preview) return applied;
  return { ...applied, live: await awaitReady(waitingOf(operation, inputs), inputs, applied.live, before) };
}

async function apply(
  operation: Operation,
  inputs: KubeObject,
  before: KubeObject,
  ignoreChanges: readonly string[],
): Promise<Updated> {
  const { cluster, fieldManager, config, preview, isPatch } = operation;
  if (isDefinition(inputs)) {
    // A definition is put in place as a whole, so that nothing of the old one stays; its objects do.
    const version = textAt(before, "metadata", "resourceVersion");
    const whole = withAt(inputs, ["metadata", "resourceVersion"], version);
    return { inputs, live: await cluster.replace(whole, { fieldManager, ...dryRun(operation) }) };
  }
  const owned = preview || isPatch ? before : await takeFieldsOver(cluster, before, fieldManager);
  const wanted = withIgnoredFields(inputs, owned, fieldManager, ignoreChanges);
  const force = winsConflicts(wanted, owned, { always: config.enablePatchForce, preview });
  const query = { fieldManager, force: String(force), ...dryRun(operation) };
  try {
    return { inputs: wanted, live: await cluster.apply(wanted, query, nameOf(before)) };
  } catch (error) {
    throw withConflictHelp(error, fieldManager);
  }
}
