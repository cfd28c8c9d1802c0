import type { Json } from "../canonical-json";
import type { Health, Router } from "../router";

/** Whose generations these are: the value of the labels that everything of a group carries. */
interface GroupKey {
  readonly project: string;
  readonly stack: string;
  readonly group: string;
  /**
   * Random, kept in the state: tells the group from one of the same name in another state that uses the same host.
   */
  readonly owner: string;
}

/** Something that carries a group's labels although neither the state nor the router knows it. */
interface Orphan {
  /** What only the target understands. */
  readonly id: string;
  /** For people: what it is and which generation it says it belongs to. */
  readonly description: string;
  /** The generation that it serves, where the group's router has it attached: then it may still have requests. */
  readonly attachedAs?: string;
}

/** What the state holds of a group. */
interface Known {
  /** Physical ids and names. */
  readonly ids: readonly string[];
  /** Generations that have a gate, and so a place in the router. */
  readonly generations: readonly string[];
}

/** What a gate or a switch needs to reach its generations. */
interface SessionInputs {
  /** How to reach the platform; a secret. */
  readonly connection: Json;
  readonly group: GroupKey;
  /** How traffic reaches the group; null where nothing routes (an ImmutableService). */
  readonly route: Json;
}

/** The platform answers, and what routes the traffic is down: that is known of the live traffic, and no lack of access. */
class RouterDown extends Error {}

/** A router refuses to let a generation go because it sends it traffic. */
class StillServing extends Error {}

/** A target, as the providers of gate and switch see it. */
interface Platform {
  /** @throws Error that says what cannot be reached and how to mend it; RouterDown where that is the router alone. */
  open(inputs: SessionInputs, signal?: AbortSignal): Promise<Session>;
}

/** A connection to a target for the time of one operation. Everything in it may be called again. */
interface Session {
  /** Absent where nothing routes. */
  readonly router?: Router;
  /** Makes a generation known to its router, without traffic. */
  join(generation: string, identity: Json): Promise<void>;
  /** Whether the generation's place in its router has been given to another identity: made anew under the same id. */
  replaced(generation: string, identity: Json): Promise<boolean>;
  /**
   * Takes a generation out of its router; one that is not there is fine.
   * @throws StillServing where the router sends it traffic
   */
  leave(generation: string): Promise<void>;
  /** Shows a generation at the preview address, where the group has one. */
  preview(generation: string): Promise<void>;
  /** After a committed switch: the preview address shows nothing, and addresses no longer asked for end. */
  committed(): Promise<void>;
  /** Stops all new traffic of the group. */
  stopTraffic(): Promise<void>;
  /** Health as the router reports it or, without one, as the platform does. */
  health(generation: string, identity: Json): Promise<Health>;
  /** Why a generation is as it is: state, exit code, last log lines. */
  explain(identity: Json): Promise<string>;
  /** Whether all of a generation's processes run. */
  running(identity: Json): Promise<boolean>;
  start(identity: Json): Promise<void>;
  /** Stops without removing; `gracePeriodMs` between the request to end and the kill. */
  stop(identity: Json, gracePeriodMs: number): Promise<void>;
  /**
   * Why the image can't be had any more; undefined when it can.
   * @throws Error when that can't be found out: the registry is down, or refuses the credentials
   */
  imageProblem(image: string): Promise<string | undefined>;
  /** What carries the group's labels, or has a place in its router, and is neither known nor declared. */
  orphans(known: Known, declared: Readonly<Record<string, Json>>): Promise<Orphan[]>;
  removeOrphan(orphan: Orphan): Promise<void>;
  /** The group's own proof before the first shift of a new generation; throws where it fails. Absent: there is none. */
  beforeSwitch?(generation: string, identity: Json): Promise<void>;
  /** The group's own proof after the last shift; where it throws, the traffic goes back. */
  afterSwitch?(generation: string, identity: Json): Promise<void>;
  /**
   * Asked at every look of a step or a bake: the limits of the platform's own that the release breaks, in words, such as an
   * alarm that rings. Absent: there are none.
   */
  brokenLimits?(): Promise<readonly string[]>;
  /** Gets what only the platform reaches, such as an address inside of a cluster; undefined for what it does not. */
  fetch?(url: URL): Promise<{ readonly status: number; readonly body: string } | undefined>;
  close(): Promise<void>;
}

export type { GroupKey, Known, Orphan, Platform, Session, SessionInputs };
export { RouterDown, StillServing };
