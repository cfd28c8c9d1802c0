import { isOwnedBy, mapAt, numberAt, textAt } from "../object";
import { labelSelector } from "./label-selector";
import { podProblems } from "./pod";
import type { Readiness, ReadinessRule } from "./readiness";

/** A StatefulSet is ready when all its pods are, and all have its newest revision. */
export const statefulSetRule: ReadinessRule = {
  related: (object) => ({
    pods: {
      apiVersion: "v1",
      kind: "Pod",
      labelSelector: labelSelector(mapAt(object, "spec", "selector")),
      isInformative: true,
    },
  }),

  assess({ object, related }): Readiness {
    const generation = numberAt(object, "metadata", "generation") ?? 0;
    const isObserved = (numberAt(object, "status", "observedGeneration") ?? -1) >= generation;
    const count = (key: string) => numberAt(object, "status", key) ?? 0;
    const wanted = numberAt(object, "spec", "replicas") ?? 0;
    const current = textAt(object, "status", "currentRevision");
    const target = textAt(object, "status", "updateRevision");
    // Pods that only their deletion updates: nobody may wait for that.
    const isOnDelete = generation > 1 && textAt(object, "spec", "updateStrategy", "type") === "OnDelete";
    const hasRevision = isObserved && (isOnDelete || (current !== "" && current === target));
    const hasReplicas =
      isObserved &&
      wanted === count("replicas") &&
      wanted === count("readyReplicas") &&
      (isOnDelete || wanted === count("currentReplicas"));
    if (hasRevision && hasReplicas) {
      return { ready: true, status: ["✅ StatefulSet initialization complete"], reasons: [] };
    }
    // During a rollout the ready ones include some of the revision before.
    const done = hasRevision
      ? count("readyReplicas")
      : Math.min(count("readyReplicas"), count("updatedReplicas"));
    const problems = podProblems((related.pods ?? []).filter((pod) => isOwnedBy(pod, object)));
    return {
      ready: false,
      status: [step(generation, hasReplicas, `${done}/${wanted}`), ...problems],
      reasons: [
        ...(hasReplicas ? [] : [`${done} out of ${wanted} replicas succeeded readiness checks`]),
        ...(hasRevision
          ? []
          : [`StatefulSet controller failed to advance from revision "${current}" to revision "${target}"`]),
        ...problems,
      ],
    };
  },
};

function step(generation: number, hasReplicas: boolean, counts: string): string {
  if (generation <= 1) return `[1/2] Waiting for StatefulSet to create Pods (${counts} Pods ready)`;
  if (!hasReplicas) return `[1/3] Waiting for StatefulSet update to roll out (${counts} Pods ready)`;
  return "[2/3] Waiting for StatefulSet to update .status.currentRevision";
}
