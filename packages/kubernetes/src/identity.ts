import type { HealthCheckSpec, Json } from "@anew/core";

/** What gate and switch need to know of a generation in a cluster. Kept in the state as plain JSON. */
interface KubernetesIdentity {
  readonly namespace: string;
  /** Name of its Deployment. */
  readonly deployment: string;
  /** The Deployment's uid: another one under the same name is another generation. */
  readonly uid: string;
  /** Name of its own Service; absent where it has no port. */
  readonly service?: string;
  /** Where the program listens; absent when nothing reaches it. */
  readonly port?: number;
  readonly check: HealthCheckSpec;
  /** Replicas as released. */
  readonly replicas: number;
  /** Where it scales by itself: up to how many. */
  readonly max?: number;
}

/** @throws Error for what no version of Anew has written */
function kubernetesIdentity(value: Json): KubernetesIdentity {
  const identity = value as unknown as Partial<KubernetesIdentity> | null;
  const texts = [identity?.namespace, identity?.deployment, identity?.uid];
  if (texts.some((text) => typeof text !== "string") || identity?.check === undefined) {
    throw new Error(`a generation's identity can't be read: got ${JSON.stringify(value)}`);
  }
  return identity as KubernetesIdentity;
}

export type { KubernetesIdentity };
export { kubernetesIdentity };
