import type { KubernetesApi } from "./api";
import { pathOf } from "./paths";

/** Scales a Deployment by its own subresource: what Pulumi declared of it stays as it is. */
async function scale(
  api: KubernetesApi,
  namespace: string,
  deployment: string,
  replicas: number,
): Promise<void> {
  await api.patch(pathOf("deployments", namespace, deployment, "scale"), { spec: { replicas } });
}

/**
 * How many replicas a generation that scales by itself is to begin with: as many as serve now, so that it does not meet
 * the whole traffic with the few that it was declared with.
 */
function inheritedReplicas(own: number, max: number, live: number | undefined): number {
  return Math.min(max, Math.max(own, live ?? 0));
}

export { inheritedReplicas, scale };
