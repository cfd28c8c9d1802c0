import { isList } from "../../../values";
import { isNotFound, isTransient } from "../api-error";
import { at, type KubeObject, listAt, nameOf, textAt, uidOf } from "../object";
import type { Waiting } from "./await-ready";

const PAUSE_MS = 200;

/**
 * Waits until an object is gone; another one of the same name is not it.
 * @throws Error when it is still there in the end
 */
export async function awaitDeleted(waiting: Waiting, object: KubeObject, name: string): Promise<void> {
  const { cluster, clock, signal, progress } = waiting;
  const end = clock.now() + waiting.timeoutMs;
  let live = object;
  let shown = "";
  for (;;) {
    try {
      live = await cluster.get(object, name);
      if (uidOf(object) && uidOf(live) !== uidOf(object)) return;
    } catch (error) {
      if (isNotFound(error)) return;
      if (!isTransient(error)) throw error;
    }
    const status = statusOf(live);
    if (status !== shown) progress(status);
    shown = status;
    if (signal.aborted) throw new Error(`Resource operation was cancelled for "${nameOf(object)}"`);
    if (clock.now() >= end) throw new Error(`timed out waiting for the condition${hint(live)}`);
    await clock.sleep(PAUSE_MS, signal);
  }
}

function statusOf(live: KubeObject): string {
  const conditions = listAt(live, "status", "conditions").filter((one) => one.status === "True");
  // A namespace says what keeps it.
  const reason = conditions
    .map((one) => textAt(one, "message"))
    .find((message) => /remain|fail/i.test(message));
  return reason ?? "Resource scheduled for deletion";
}

function hint(live: KubeObject): string {
  const finalizers = at(live, "metadata", "finalizers");
  return isList(finalizers) ? `: finalizers might be preventing deletion (${finalizers.join(", ")})` : "";
}
