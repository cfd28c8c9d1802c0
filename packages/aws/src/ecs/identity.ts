import type { HealthCheckSpec, Json } from "@anew/core";

/** What gate and switch need to know of a generation in ECS. Kept in the state as plain JSON. */
interface EcsIdentity {
  readonly family: "ecs";
  /** Name or ARN of the cluster. */
  readonly cluster: string;
  /** ARN of its service. */
  readonly service: string;
  /** ARN; absent where nothing routes. */
  readonly targetGroup?: string;
  readonly check: HealthCheckSpec;
  /** Tasks as released. */
  readonly replicas: number;
  /** Where its log is; absent where it has none. */
  readonly logs?: { readonly group: string; readonly region: string; readonly prefix: string };
  /** ARNs of all that it consists of. */
  readonly owned: readonly string[];
}

/** @throws Error for what no version of Anew has written */
function ecsIdentity(value: Json): EcsIdentity {
  const identity = value as unknown as Partial<EcsIdentity> | null;
  const texts = [identity?.cluster, identity?.service];
  if (
    texts.some((text) => typeof text !== "string") ||
    identity?.check === undefined ||
    identity.owned === undefined
  ) {
    throw new Error(`a generation's identity can't be read: got ${JSON.stringify(value)}`);
  }
  return identity as EcsIdentity;
}

export type { EcsIdentity };
export { ecsIdentity };
