import type { DeploymentJson } from "./checkpoint";

/** A stack's place: `organization/<project>/<stack>`. */
export interface StackName {
  readonly project: string;
  readonly stack: string;
}

/** A checkpoint as a backend holds it. */
export interface StoredCheckpoint {
  readonly deployment: DeploymentJson;
  /** Whether it may hold encrypted secrets. */
  readonly encrypted: boolean;
  /** What was read, for messages: "the state file /path". */
  readonly origin: string;
  /** What can be done when it turns out to be unusable; empty when there is nothing. */
  remedy(): Promise<string>;
}

/** Where states are kept. */
export interface Backend {
  /** @throws Error saying where the state is broken; nothing is changed then */
  load(name: StackName): Promise<StoredCheckpoint | undefined>;
  /** Resolves when the state is safe. @throws Error saying where it could not be written; the old one is still there */
  save(name: StackName, parts: CheckpointParts): Promise<void>;
  /** Keeps a copy of the present state for later. */
  backup(name: StackName): Promise<void>;
  /** @throws Error naming who holds the lock and how to remove it */
  lock(name: StackName): Promise<Lock>;
  /** Removes the locks of a stack, whoever holds them, and tells whose they were. */
  cancel(name: StackName): Promise<readonly string[]>;
}

export interface Lock {
  /** Said once when the lock was taken over from a process that no longer lives. */
  readonly notice?: string;
  release(): Promise<void>;
}

/** A checkpoint in pieces, so that unchanged resources need no second serialization. */
export interface CheckpointParts {
  readonly header: DeploymentJson;
  /** What a reader must know beyond version 3 of the format; sorted. */
  readonly features: readonly string[];
  /** The JSON text of each resource. */
  readonly resources: readonly string[];
  /** The JSON text of each pending operation. */
  readonly pendingOperations: readonly string[];
}

/** The JSON text of a deployment. */
export function deploymentText(parts: CheckpointParts): string {
  const header = JSON.stringify(parts.header).slice(0, -1);
  const resources = parts.resources.length > 0 ? `,"resources":[\n${parts.resources.join(",\n")}\n]` : "";
  const operations =
    parts.pendingOperations.length > 0
      ? `,"pending_operations":[\n${parts.pendingOperations.join(",\n")}\n]`
      : "";
  return `${header}${resources}${operations}}`;
}
