import type { KubernetesApi } from "./api";
import type { KubernetesEvent } from "./objects";
import { pathOf } from "./paths";

/** Events that an explanation shows. */
const SHOWN_EVENTS = 5;

/** Names and numbers, in which warnings about the same thing differ: that of each attempt to create a pod has another. */
const VARYING = /"[^"]*"|\d+/g;

/** The last warnings about some objects, oldest first, each kind once. */
async function warningsAbout(
  api: KubernetesApi,
  namespace: string,
  uids: ReadonlySet<string>,
): Promise<string[]> {
  const events = await api.list<KubernetesEvent>(pathOf("events", namespace), { fields: "type=Warning" });
  const texts = events
    .filter(({ involvedObject }) => involvedObject.uid !== undefined && uids.has(involvedObject.uid))
    .sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1))
    .map(textOf);
  const last = new Map<string, string>();
  for (const text of texts) {
    const meaning = text.replace(VARYING, "");
    last.delete(meaning);
    last.set(meaning, text);
  }
  return [...last.values()].slice(-SHOWN_EVENTS);
}

function timeOf(event: KubernetesEvent): string {
  return event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? "";
}

function textOf({ reason, message, involvedObject }: KubernetesEvent): string {
  return `${involvedObject.kind} ${involvedObject.name}: ${reason}: ${(message ?? "").trim()}`;
}

export { warningsAbout };
