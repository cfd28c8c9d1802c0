import type { ResourceState } from "../state/resource-state";

/** What a run has decided so far, by URN. */
export class PlanRecord {
  readonly registered = new Set<string>();
  readonly reads = new Set<string>();
  readonly deletes = new Set<string>();
  readonly replaces = new Set<string>();
  readonly updates = new Set<string>();
  readonly creates = new Set<string>();
  readonly imports = new Set<string>();
  readonly sames = new Set<string>();
  readonly refreshes = new Set<string>();
  /** Not created, because they are no targets, or because the program only tells what is to be deleted. */
  readonly skippedCreates = new Set<string>();
  /** Not done, because what they need has failed, with the failed ones; only where a run goes on after errors. */
  readonly failed = new Set<string>();
  /** Old URN to the new one that was found by it. */
  readonly aliased = new Map<string, string>();
  /** New URN to the old one. */
  readonly aliases = new Map<string, string>();
  /** Deleted already, as part of a replacement that deletes first. */
  readonly deletedStates = new Set<ResourceState>();
  /** What a destroying program registered: it is deleted at the end. */
  readonly toDelete: ResourceState[] = [];
  /** Old states to what a refresh made of them. */
  readonly refreshed = new Map<ResourceState, ResourceState>();
  /** What targets need and nothing registers, in that order; undefined once it had its step. */
  readonly queued = new Map<string, ResourceState | undefined>();
  /** The provider resources of this run, by URN and by alias. */
  readonly providers = new Map<string, ResourceState>();
  /** An error was told, but the preview goes on. */
  sawError = false;

  /** Whether the resource of an old URN goes on living. */
  keeps(urn: string): boolean {
    const name = this.aliased.get(urn) ?? urn;
    return [this.sames, this.updates, this.replaces, this.reads, this.refreshes].some((set) => set.has(name));
  }

  /** Whether a resource has had its step. */
  hasStep(urn: string): boolean {
    return this.settlingSets().some((set) => set.has(urn));
  }

  /** Everything that has had its step. */
  settled(): Set<string> {
    return new Set(this.settlingSets().flatMap((set) => [...set]));
  }

  private settlingSets(): ReadonlySet<string>[] {
    return [this.reads, this.creates, this.sames, this.updates, this.deletes, this.replaces];
  }
}
