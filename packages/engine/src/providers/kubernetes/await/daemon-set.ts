import { isOwnedBy, mapAt, numberAt } from "../object";
import { labelSelector } from "./label-selector";
import { podProblems } from "./pod";
import type { Readiness, ReadinessRule } from "./readiness";

/** What must have reached the number of nodes that want a pod. */
const COUNTS = [
  ["Current", "currentNumberScheduled"],
  ["Updated", "updatedNumberScheduled"],
  ["Available", "numberAvailable"],
  ["Ready", "numberReady"],
] as const;

/** A DaemonSet is ready when every node that wants its newest pod has it, available and ready. */
export const daemonSetRule: ReadinessRule = {
  related: (object) => ({
    pods: {
      apiVersion: "v1",
      kind: "Pod",
      labelSelector: labelSelector(mapAt(object, "spec", "selector")),
      isInformative: true,
    },
  }),

  assess({ object, related }): Readiness {
    const problem = behind(mapAt(object, "status"), numberAt(object, "metadata", "generation") ?? 0);
    const wanted = numberAt(object, "status", "desiredNumberScheduled") ?? 0;
    if (!problem) {
      const done = `✅ All replicas scheduled as expected. Replicas: ${wanted}`;
      return { ready: true, status: [done], reasons: [] };
    }
    const problems = podProblems((related.pods ?? []).filter((pod) => isOwnedBy(pod, object)));
    return { ready: false, status: [problem, ...problems], reasons: [] };
  },
};

function behind(status: ReturnType<typeof mapAt>, generation: number): string | undefined {
  const observed = numberAt(status, "observedGeneration");
  if (observed !== undefined && observed !== generation) {
    return `DaemonSet generation is ${generation}, but latest observed generation is ${observed}`;
  }
  const wanted = numberAt(status, "desiredNumberScheduled");
  if (observed === undefined || wanted === undefined) return "Missing .status.desiredNumberScheduled";
  for (const [name, key] of COUNTS) {
    const count = numberAt(status, key) ?? 0;
    if (count < wanted) return `${name}: ${count}/${wanted}`;
  }
  return undefined;
}
