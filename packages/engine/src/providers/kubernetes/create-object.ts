import { isAlreadyExists, isInvalid, isNamespaceNotFound, isNotFound, NoMatchError } from "./api-error";
import { awaitReady } from "./await/await-ready";
import { withConflictHelp } from "./conflict";
import { CREATE_MANAGER, winsConflicts } from "./field-manager";
import { type KubeObject, nameOf, withAt } from "./object";
import { dryRun, type Operation, waitingOf } from "./operation";

const RETRIES = 5;
const FIRST_PAUSE_MS = 1_000;

const EXISTS_HELP = `

The resource already exists in the cluster. This can happen when:

  - Renaming a Pulumi resource: use an alias to preserve the identity,
    or use deleteBeforeReplace if the resource needs replacement.
  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)
    to manage specific fields without owning the resource lifecycle.
  - Adopting a resource into Pulumi: use \`pulumi import\`. Note that
    protected resources (e.g. kube-system) cannot be deleted on destroy.
  - Intentional upsert: set upsertExistingObjects on the provider to allow
    server-side apply to update existing objects on create.`;

/** The namespace that an object goes to is not there yet; only a preview says so. */
export class NamespaceMissing extends Error {}

/** An object was to be made that is there already. */
export class AlreadyThere extends Error {}

/**
 * Makes an object and waits until it is ready.
 * @throws NamespaceMissing, AlreadyThere, NoMatchError
 * @throws AwaitFailure when it exists but is not ready
 */
export async function createObject(operation: Operation, inputs: KubeObject): Promise<KubeObject> {
  const made = await madeInTime(operation, inputs);
  if (operation.preview) return made;
  return awaitReady(waitingOf(operation, inputs), inputs, made);
}

/** Kinds and namespaces may come while it tries: a program can make them at the same time. */
async function madeInTime(operation: Operation, inputs: KubeObject): Promise<KubeObject> {
  for (let retry = 0; ; retry++) {
    try {
      return await attempt(operation, inputs);
    } catch (error) {
      if (operation.preview && isNamespaceNotFound(error)) {
        throw new NamespaceMissing(`namespace does not exist for "${nameOf(inputs)}"`);
      }
      if (isAlreadyExists(error)) throw new AlreadyThere((error as Error).message + EXISTS_HELP);
      const mayCome = isNotFound(error) || error instanceof NoMatchError;
      if (!mayCome || retry >= RETRIES || operation.signal.aborted) throw error;
      operation.progress(`Retry #${retry}; creation failed: ${(error as Error).message}`);
      await operation.clock.sleep(FIRST_PAUSE_MS * 2 ** retry, operation.signal);
    }
  }
}

async function attempt(operation: Operation, inputs: KubeObject): Promise<KubeObject> {
  const { cluster, config, isPatch, fieldManager, preview } = operation;
  if (!isPatch && !config.upsertExistingObjects) {
    return cluster.create(inputs, { fieldManager: CREATE_MANAGER, ...dryRun(operation) });
  }
  const force = winsConflicts(inputs, undefined, { always: config.enablePatchForce, preview });
  const query = { fieldManager, force: String(force), fieldValidation: "Warn", ...dryRun(operation) };
  try {
    return await cluster.apply(inputs, query);
  } catch (error) {
    // A replacement under the same name is tried under another one.
    if (preview && isInvalid(error) && (error as Error).message.includes("field is immutable")) {
      return cluster.apply(withAt(inputs, ["metadata", "name"], `${nameOf(inputs)}-preview`), query);
    }
    throw withConflictHelp(error, fieldManager);
  }
}
