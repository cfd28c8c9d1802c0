import type { KubernetesIdentity } from "../identity";
import type { KubernetesApi } from "./api";
import type { Deployment } from "./objects";
import { pathOf } from "./paths";

/** The Deployment of a generation, whoever made it; undefined when there is none. */
function deploymentOf(api: KubernetesApi, identity: KubernetesIdentity): Promise<Deployment | undefined> {
  return api.get<Deployment>(pathOf("deployments", identity.namespace, identity.deployment));
}

/** Whether it is the one that was released, and no other that has its name. */
function isReleased(deployment: Deployment, identity: KubernetesIdentity): boolean {
  return deployment.metadata.uid === identity.uid;
}

/** How many pods it is to have. */
function wantedReplicas(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1;
}

/** What its controller has against it, in the controller's words: an exhausted quota, a rollout that is stuck. */
function complaints(deployment: Deployment): string[] {
  return (deployment.status?.conditions ?? [])
    .filter(({ type, status }) => (type === "ReplicaFailure" ? status === "True" : status === "False"))
    .filter(({ type }) => type === "ReplicaFailure" || type === "Progressing")
    .map(({ reason, message }) => [reason, message].filter(Boolean).join(": "));
}

/** @throws Error for one that is gone: a released generation is never made again from what is left */
function requireReleased(
  deployment: Deployment | undefined,
  identity: KubernetesIdentity,
): asserts deployment is Deployment {
  const name = `Deployment ${identity.namespace}/${identity.deployment}`;
  const fix = "Run `pulumi refresh`, then release a new generation, or roll back to a retained one";
  if (deployment === undefined) {
    throw new Error(
      `${name} is gone, and a released generation is never made again from what is left. ${fix}`,
    );
  }
  if (!isReleased(deployment, identity)) {
    throw new Error(
      `${name} is not the one that was released (uid ${deployment.metadata.uid}, released ${identity.uid}): ` +
        `somebody has made it anew. ${fix}`,
    );
  }
}

export { complaints, deploymentOf, isReleased, requireReleased, wantedReplicas };
