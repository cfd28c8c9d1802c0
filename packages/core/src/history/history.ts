import type { Spec } from "../spec";

/** One resource of a generation: enough to declare it again as it is. */
interface ResourceShape {
  /** The type token, for example `docker:index/container:Container`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
}

/** A released generation that can still be declared again. Holds no secret's value, only fingerprints. */
interface HistoryEntry {
  /** The generation's id. */
  readonly id: string;
  readonly spec: Spec;
  /** Its resources, in the order in which they depend on each other. */
  readonly shape: readonly ResourceShape[];
  /** What runs: `name@sha256:…`, or the id of an image that only the host has. */
  readonly image: string;
  /** Physical identities that the target needs to reach it; plain JSON. */
  readonly identity: unknown;
  /** ISO 8601, UTC. */
  readonly releasedAt: string;
  /** The git commit that was checked out, where there was one. */
  readonly commit?: string;
}

/** How a change of the traffic went. */
type Outcome = "released" | "rolled back" | "put right";

/** One line of the log: what was released when, long after the generation is gone. */
interface HistoryLine {
  readonly id: string;
  readonly at: string;
  readonly outcome: Outcome;
  readonly commit?: string;
  /** Seconds from the start of the switch to its commit. */
  readonly seconds: number;
}

/** What a group has released, newest first. The first entry receives the traffic. */
interface History {
  readonly released: readonly HistoryEntry[];
  /** At most {@link MAX_LINES} lines, newest first. */
  readonly log: readonly HistoryLine[];
  /** The id of the generation that the group is held at, whatever its arguments say. */
  readonly pinned?: string;
}

/** Lines that the log keeps. */
const MAX_LINES = 50;

const noHistory: History = { released: [], log: [] };

/**
 * The history after a committed switch: the target first, the other retained generations behind it in the order they
 * had, nothing that is no longer declared.
 */
function commitRelease(
  before: History,
  change: {
    readonly entry: HistoryEntry;
    readonly declared: readonly string[];
    readonly outcome: Outcome;
    readonly seconds: number;
    readonly at: string;
    readonly pinned?: string;
  },
): History {
  const known = before.released.find((entry) => entry.id === change.entry.id);
  // A rollback keeps what was recorded when the generation was released: nothing of it has changed since.
  const first = known ?? change.entry;
  const others = before.released.filter(
    (entry) => entry.id !== first.id && change.declared.includes(entry.id),
  );
  const line: HistoryLine = {
    id: first.id,
    at: change.at,
    outcome: change.outcome,
    seconds: change.seconds,
    ...(first.commit === undefined ? {} : { commit: first.commit }),
  };
  return {
    released: [first, ...others],
    log: [line, ...before.log].slice(0, MAX_LINES),
    ...(change.pinned === undefined ? {} : { pinned: change.pinned }),
  };
}

export type { History, HistoryEntry, HistoryLine, Outcome, ResourceShape };
export { commitRelease, MAX_LINES, noHistory };
