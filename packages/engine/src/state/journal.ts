import type { Backend, CheckpointParts, StackName } from "./backend";
import { deploymentHeader, type PendingOperation, type Snapshot } from "./checkpoint";
import { featuresOf } from "./deployment-version";
import { type Encryption, LockedError } from "./encryption";
import { withNormalUrns } from "./normal-urns";
import { encryptSecrets } from "./property-json";
import { resourceToJson } from "./resource-json";
import { type ResourceState, stateVersion } from "./resource-state";

/**
 * The state of a run while it goes on: what the last run left, what this one has made of it, and what is under way.
 * Each change is safe in the backend before its promise resolves; changes that come while one is being written are
 * written together.
 */
export class Journal {
  private readonly news: ResourceState[] = [];
  private readonly done = new Set<ResourceState>();
  private readonly operations = new Map<ResourceState, PendingOperation>();
  private readonly texts = new WeakMap<ResourceState, Written>();
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;
  private elided = true;
  /** Whether the last write failed. */
  private failed = false;
  /** Whether something may be written under another URN than before: looked for in the whole state each time. */
  private renames: boolean;
  /** Whether {@link freeze} was called. */
  frozen = false;

  constructor(
    private readonly backend: Backend,
    private readonly name: StackName,
    private base: Snapshot,
    private readonly encryption: Encryption,
  ) {
    this.renames = base.resources.some(({ aliases }) => aliases.length > 0);
  }

  begin(state: ResourceState, type: PendingOperation["type"]): Promise<void> {
    this.operations.set(state, { resource: state, type });
    return this.save();
  }

  end(state: ResourceState): void {
    this.operations.delete(state);
  }

  /** The old state is replaced by a new one, or gone. */
  markDone(state: ResourceState): void {
    this.done.add(state);
  }

  markNew(state: ResourceState): void {
    this.renames ||= state.aliases.length > 0;
    this.news.push(state);
  }

  /** Something changed that need not be written at once; the end of the run writes it. */
  elide(): void {
    this.elided = true;
  }

  /** Puts a refreshed state in the place of what the last run left. */
  rebase(resources: readonly ResourceState[]): void {
    this.base = { ...this.base, resources };
    this.elided = true;
  }

  /** The state as it would be written now. */
  snapshot(): Snapshot {
    const remaining = (state: ResourceState) => !this.done.has(state);
    return {
      resources: [...this.news.filter(remaining), ...this.base.resources.filter(remaining)],
      pendingOperations: [
        ...this.operations.values(),
        // Whether such a resource exists cannot be known here, so the note about it stays.
        ...this.base.pendingOperations.filter((operation) => operation.type === "creating"),
      ],
    };
  }

  /** Resolves when everything up to now is safe. */
  save(): Promise<void> {
    if (this.frozen) return Promise.resolve();
    this.next ??= this.writing
      .catch(() => {})
      .then(turn)
      .then(() => {
        this.next = undefined;
        this.writing = this.write();
        return this.writing;
      });
    return this.next;
  }

  /** Writes what was elided, and once more what could not be written. */
  async close(): Promise<void> {
    await this.next?.catch(() => {});
    if (this.elided || this.failed) await this.save();
    await this.next;
    await this.writing;
  }

  /** Nothing is written any more, as if the process had been killed. */
  freeze(): void {
    this.frozen = true;
  }

  private async write(): Promise<void> {
    this.elided = false;
    let parts: CheckpointParts;
    try {
      parts = this.parts();
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      await this.encryption.unlock();
      parts = this.parts();
    }
    if (this.frozen) return;
    this.failed = true;
    await this.backend.save(this.name, parts);
    this.failed = false;
  }

  private parts(): CheckpointParts {
    const { resources, pendingOperations } = this.snapshot();
    const written = (this.renames ? withNormalUrns(resources) : resources).map((state) =>
      this.written(state),
    );
    const operations = pendingOperations.map(
      ({ resource, type }) => `{"resource":${this.written(resource).text},"type":"${type}"}`,
    );
    return {
      header: deploymentHeader(this.encryption, this.base.rest),
      features: [...new Set(written.flatMap(({ features }) => features))].sort(),
      resources: written.map(({ text }) => text),
      pendingOperations: operations,
    };
  }

  private written(state: ResourceState): Written {
    const version = stateVersion(state);
    const known = this.texts.get(state);
    if (known?.version === version) return known;
    const json = resourceToJson(state, encryptSecrets(this.encryption));
    const written = { version, text: JSON.stringify(json), features: featuresOf(json) };
    this.texts.set(state, written);
    return written;
  }
}

const immediate = setImmediate;

/**
 * Resolves when this turn of the event loop is over, so that what comes in one turn is written together: each write takes
 * a time that grows with the state.
 */
function turn(): Promise<void> {
  return new Promise((resolve) => immediate(resolve));
}

/** What a resource was written as, as long as its version is the same. */
interface Written {
  readonly version: number;
  readonly text: string;
  readonly features: readonly string[];
}
