import {
  type Backend,
  type CheckpointParts,
  deploymentText,
  type Lock,
  type StackName,
  type StoredCheckpoint,
} from "./backend";
import { holdsCiphertext } from "./checkpoint";

/** Keeps states in memory, for tests. Every save is readable by the next run, as a file would be. */
export class MemoryBackend implements Backend {
  private readonly states = new Map<string, CheckpointParts>();
  private readonly locked = new Set<string>();

  async load(name: StackName): Promise<StoredCheckpoint | undefined> {
    const parts = this.states.get(key(name));
    if (!parts) return undefined;
    const text = deploymentText(parts);
    return {
      deployment: JSON.parse(text),
      encrypted: holdsCiphertext(text),
      origin: `the state of ${key(name)} in memory`,
      remedy: async () => "",
    };
  }

  async save(name: StackName, parts: CheckpointParts): Promise<void> {
    this.states.set(key(name), parts);
  }

  async backup(): Promise<void> {}

  async lock(name: StackName): Promise<Lock> {
    if (this.locked.has(key(name))) throw new Error(`the stack ${key(name)} is being updated already`);
    this.locked.add(key(name));
    return { release: async () => void this.locked.delete(key(name)) };
  }

  async cancel(name: StackName): Promise<readonly string[]> {
    return this.locked.delete(key(name)) ? ["this process"] : [];
  }
}

function key(name: StackName): string {
  return `organization/${name.project}/${name.stack}`;
}
