import type { Labels } from "../labels";
import type { KubernetesApi } from "./api";
import type { ContainerStatus, Pod } from "./objects";
import { pathOf } from "./paths";

/** All pods with these labels, also those that end. */
function podsOf(api: KubernetesApi, namespace: string, labels: Labels): Promise<Pod[]> {
  return api.list<Pod>(pathOf("pods", namespace), { labels });
}

function isReady(pod: Pod): boolean {
  return conditionOf(pod, "Ready")?.status === "True";
}

/** It ends, or has ended: no part of what serves. */
function isEnding(pod: Pod): boolean {
  const { phase } = pod.status ?? {};
  return pod.metadata.deletionTimestamp !== undefined || phase === "Succeeded" || phase === "Failed";
}

function conditionOf(pod: Pod, type: string) {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

/** Why a pod is not ready, in a few words; undefined where nothing is known against it. */
function podTrouble(pod: Pod): string | undefined {
  if (isReady(pod)) {
    return undefined;
  }
  const scheduled = conditionOf(pod, "PodScheduled");
  if (scheduled?.status === "False") {
    return `${scheduled.reason ?? "not scheduled"}: ${scheduled.message ?? "no node takes it"}`;
  }
  for (const status of containersOf(pod)) {
    const trouble = containerTrouble(status);
    if (trouble !== undefined) {
      return trouble;
    }
  }
  if (pod.status?.reason !== undefined || pod.status?.message !== undefined) {
    return [pod.status.reason, pod.status.message].filter(Boolean).join(": ");
  }
  // The kubelet notes when it began, first of all: one that is dead, or cut off, notes nothing.
  const { nodeName } = pod.spec ?? {};
  if (nodeName !== undefined && pod.status?.startTime === undefined) {
    return `its node ${nodeName} has not taken it up`;
  }
  return undefined;
}

function containersOf(pod: Pod): readonly ContainerStatus[] {
  return [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
}

/** Waiting for no more than its turn, when a pod starts. */
const ORDINARY_WAITS: readonly (string | undefined)[] = ["ContainerCreating", "PodInitializing", undefined];

function containerTrouble(status: ContainerStatus): string | undefined {
  const { waiting, terminated } = status.state ?? {};
  const ended = terminated ?? status.lastState?.terminated;
  const facts = [
    waiting && !ORDINARY_WAITS.includes(waiting.reason)
      ? [waiting.reason, waiting.message].filter(Boolean).join(": ")
      : "",
    ended ? endOf(ended) : "",
    status.restartCount > 0 ? `restarted ${times(status.restartCount)}` : "",
  ].filter((fact) => fact !== "");
  return facts.length === 0 ? undefined : facts.join(", ");
}

function endOf(ended: { readonly exitCode: number; readonly reason?: string; readonly message?: string }) {
  const reason = ended.reason === undefined || ended.reason === "Error" ? "" : ` (${ended.reason})`;
  const message = ended.message?.trim();
  return `exit code ${ended.exitCode}${reason}${message ? `: ${message}` : ""}`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

export { containersOf, isEnding, isReady, podsOf, podTrouble };
