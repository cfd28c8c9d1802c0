import type { Backend, CheckpointParts, Lock, StackName, StoredCheckpoint } from "../state/backend";

/** A backend that remembers what a run found in it, for assertions about it. */
export class RememberingBackend implements Backend {
  private found: StoredCheckpoint | undefined;
  private asked = false;

  constructor(
    private readonly inner: Backend,
    private readonly own: StackName,
  ) {}

  /** The URNs of the state before the run. */
  urns(): string[] {
    return (this.found?.deployment.resources ?? []).map(({ urn }) => String(urn));
  }

  async load(name: StackName): Promise<StoredCheckpoint | undefined> {
    const stored = await this.inner.load(name);
    const isOwn = name.project === this.own.project && name.stack === this.own.stack;
    if (isOwn && !this.asked) {
      this.asked = true;
      this.found = stored;
    }
    return stored;
  }

  save(name: StackName, parts: CheckpointParts): Promise<void> {
    return this.inner.save(name, parts);
  }

  backup(name: StackName): Promise<void> {
    return this.inner.backup(name);
  }

  lock(name: StackName): Promise<Lock> {
    return this.inner.lock(name);
  }

  cancel(name: StackName): Promise<readonly string[]> {
    return this.inner.cancel(name);
  }
}
