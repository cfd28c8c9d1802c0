import type { Clock } from "../clock";
import type { ProviderRegistry } from "../providers/registry";
import type { Snapshot } from "../state/checkpoint";
import { DependencyGraph } from "../state/dependencies";
import type { Journal } from "../state/journal";
import type { ResourceState } from "../state/resource-state";
import type { Place } from "./alias-urns";
import type { CrashWatch } from "./crash";
import type { Diagnostics } from "./diagnostics";
import type { HookRunner } from "./hooks";
import type { StepLog } from "./step-log";
import type { Selection } from "./targets/selection";
import type { UrnPatterns } from "./targets/urn-patterns";

/**
 * What the program's registrations are for: to bring everything into being, to tell what is to be deleted, or to tell
 * how to read what is there.
 */
export type RunMode = "update" | "destroy" | "refresh";

/** How a run is to be done. */
export interface RunOptions {
  readonly preview: boolean;
  readonly mode: RunMode;
  /** How many steps may be under way at once. */
  readonly parallel: number;
  /** Which resources the run is about. */
  readonly selection: Selection;
  /** Which resources are replaced although nothing of them has changed; none without patterns. */
  readonly replace: UrnPatterns;
  /** Whether each resource is read again when the program registers it. */
  readonly refreshRegistered: boolean;
  /** Whether a failed step stops only what depends on it. */
  readonly continueOnError: boolean;
  /** Whether protected resources are deleted like others. */
  readonly ignoreProtect: boolean;
  /** Where the run is to break off, in tests. @default nowhere */
  readonly crash?: CrashWatch;
  /** Where the times in the state come from. @default real time */
  readonly clock?: Clock;
}

/** What one run is made of, shared by its parts. */
export interface RunContext {
  readonly place: Place;
  readonly options: RunOptions;
  readonly base: BaseState;
  readonly registry: ProviderRegistry;
  readonly diagnostics: Diagnostics;
  readonly journal: Journal;
  readonly hooks: HookRunner;
  readonly log: StepLog;
  /** The state of each resource that this run registered, by URN. */
  readonly news: Map<string, ResourceState>;
  /** The state of each resource that this run read, by URN. */
  readonly reads: Map<string, ResourceState>;
}

/** What the last run left. */
export class BaseState {
  readonly resources: readonly ResourceState[];
  readonly pendingOperations: Snapshot["pendingOperations"];
  readonly graph: DependencyGraph;
  private readonly live = new Map<string, ResourceState>();

  /** @throws Error when two live resources share a URN */
  constructor(snapshot: Snapshot) {
    this.resources = snapshot.resources;
    this.pendingOperations = snapshot.pendingOperations;
    this.graph = new DependencyGraph(snapshot.resources);
    for (const state of snapshot.resources) {
      if (state.delete) continue;
      if (this.live.has(state.urn)) throw new Error(`the state holds the resource ${state.urn} twice`);
      this.live.set(state.urn, state);
    }
  }

  /** Whether there is anything of that URN, even if it only waits for its deletion. */
  has(urn: string): boolean {
    return this.live.has(urn) || this.resources.some((state) => state.urn === urn);
  }

  /** The resource of that URN, unless it only waits for its deletion. */
  find(urn: string): ResourceState | undefined {
    return this.live.get(urn);
  }

  /** All live resources. */
  all(): Iterable<ResourceState> {
    return this.live.values();
  }
}
