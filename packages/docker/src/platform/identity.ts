import type { HealthCheckSpec, Json } from "@anew/core";

/** What gate and switch need to know of a generation on a Docker host. Kept in the state as plain JSON. */
interface DockerIdentity {
  /** One for each replica, in their order. */
  readonly containers: readonly string[];
  /** Everything else that belongs to it: containers that only carry files, volumes. */
  readonly parts: readonly string[];
  /** Where the program listens; absent when nothing reaches it. */
  readonly port?: number;
  readonly check: HealthCheckSpec;
}

/** @throws Error for what no version of Anew has written */
function dockerIdentity(value: Json): DockerIdentity {
  const identity = value as unknown as Partial<DockerIdentity> | null;
  if (!Array.isArray(identity?.containers) || identity.check === undefined) {
    throw new Error(`a generation's identity can't be read: got ${JSON.stringify(value)}`);
  }
  return { ...identity, containers: identity.containers, parts: identity.parts ?? [], check: identity.check };
}

export type { DockerIdentity };
export { dockerIdentity };
