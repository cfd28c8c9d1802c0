import type { Health, HealthCheckSpec } from "@anew/core";
import type { KubernetesApi } from "./api";
import { complaints, wantedReplicas } from "./deployments";
import type { Deployment, Pod } from "./objects";
import { isEnding, isReady, podsOf, podTrouble } from "./pods";
import { probePods } from "./probe";

/**
 * The health of a generation: first its Deployment's own word, then, for an HTTP check, each pod's own answer.
 * @param check absent where only the Deployment's word is known
 */
async function deploymentHealth(
  api: KubernetesApi,
  namespace: string,
  deployment: Deployment,
  check: HealthCheckSpec | undefined,
): Promise<Health> {
  const of = wantedReplicas(deployment);
  const { observedGeneration = 0, availableReplicas = 0 } = deployment.status ?? {};
  if (of === 0) {
    return { healthy: false, ready: 0, of, detail: "it is stopped: scaled to 0 replicas" };
  }
  if (observedGeneration < (deployment.metadata.generation ?? 0)) {
    return { healthy: false, ready: 0, of, detail: "its controller has not looked at it yet" };
  }
  const pods = (await podsOf(api, namespace, podLabels(deployment))).filter((pod) => !isEnding(pod));
  if (availableReplicas < of) {
    return { healthy: false, ready: availableReplicas, of, detail: troubles(deployment, pods) };
  }
  if (check?.kind !== "http") {
    return { healthy: true, ready: Math.min(availableReplicas, of), of, detail: "available" };
  }
  const ready = pods.filter(isReady);
  const failed = await probePods(api, namespace, ready, check);
  const passed = ready.length - failed.size;
  return {
    // One that is replaced just now may be missing from the list, or be there twice: all that are ready must pass.
    healthy: failed.size === 0 && passed >= of,
    ready: Math.min(passed, of),
    of,
    detail: failed.size === 0 ? "ready" : [...failed].map(([pod, why]) => `${pod} ${why}`).join(", "),
  };
}

/** The labels by which a Deployment finds its pods. */
function podLabels(deployment: Deployment): Readonly<Record<string, string>> {
  return deployment.spec.selector.matchLabels ?? {};
}

function troubles(deployment: Deployment, pods: readonly Pod[]): string {
  const found = pods.flatMap((pod) => {
    const trouble = podTrouble(pod);
    return trouble === undefined ? [] : [`${pod.metadata.name} ${trouble}`];
  });
  return [...complaints(deployment), ...found].join(", ") || "its pods are not ready yet";
}

export { deploymentHealth, podLabels };
