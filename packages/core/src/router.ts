/**
 * What a target offers the swap: where the traffic of one group goes, and how the generations behind it do.
 * Each target implements this and nothing else of the swap.
 */
interface Router {
  /** The live weights by generation. */
  read(): Promise<Split>;
  /** Moves the traffic in one step; a generation that is not named gets 0. */
  shift(split: Split): Promise<void>;
  /** What the router itself reports of a generation. */
  health(generation: string): Promise<Health>;
  /** Requests in flight; undefined where the target cannot tell. */
  inFlight(generation: string): Promise<number | undefined>;
  /** Requests since the last call for this generation. */
  sample(generation: string): Promise<TrafficSample>;
  /**
   * The split that Anew itself wrote last, kept beside the router: tells a release that was interrupted from a
   * change by hand.
   */
  written?(): Promise<Split | undefined>;
}

/** Percent of the traffic by generation: sums to 100, or is empty when nothing receives traffic. */
interface Split {
  readonly [generation: string]: number;
}

/** How a generation does, as its router sees it. */
interface Health {
  /** All of its servers pass their checks. */
  readonly healthy: boolean;
  /** Servers that pass their checks. */
  readonly ready: number;
  /** Servers that the generation has. */
  readonly of: number;
  /** Why, in the target's own words; for people. */
  readonly detail: string;
}

/** Requests that ended since the last sample. */
interface TrafficSample {
  readonly requests: number;
  /** Answers of 500 and above, and connections that failed. */
  readonly failures: number;
  /** Milliseconds from the request to the end of its answer's head. */
  readonly latenciesMs: readonly number[];
}

export type { Health, Router, Split, TrafficSample };
