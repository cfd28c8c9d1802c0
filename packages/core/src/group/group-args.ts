import type * as pulumi from "@pulumi/pulumi";
import type { Duration } from "../duration";
import type { History } from "../history/history";
import type { SpecRules } from "../resolve-spec";
import type { ServiceArgs } from "../spec-args";

/** Where a group can be reached. Groups share a port by host and path. */
interface Listen {
  /** TCP port of the stable address, 1 to 65535. */
  readonly port: number;
  /**
   * Host names that belong to the group, without a port.
   * @default any host that no other group has
   */
  readonly host?: string;
  /**
   * Prefix of the paths that belong to the group; on borders of path segments, the longest wins.
   * @default "/"
   */
  readonly path?: string;
}

/** How the traffic moves to a new generation. */
type Traffic =
  | { readonly kind: "instant" }
  | {
      readonly kind: "gradual";
      /** Percent of the traffic after each step, rising; a last step of 100 is added where it is missing. */
      readonly steps: readonly number[];
      /** Wait after each step. */
      readonly every: Duration;
    };

/** The time after the switch in which an analysis may still revert it. A limit that is absent is not checked. */
interface Bake {
  readonly for: Duration;
  /** Share of failed requests (status 500 and above, or no answer), 0 to 1. */
  readonly maxErrorRate?: number;
  /** 99th percentile of the latency. */
  readonly maxP99?: Duration;
  /** How much the share of failed requests may exceed the old generation's, 0 to 1. */
  readonly maxErrorRateIncrease?: number;
  /** How many times the old generation's 99th percentile the new one's may be, 1 or more. */
  readonly maxP99Ratio?: number;
  /**
   * Requests below which nothing is concluded.
   * @default DEFAULT_MIN_REQUESTS (20)
   */
  readonly minRequests?: number;
  /** Limits on what a Prometheus measures. */
  readonly prometheus?: PrometheusLimits;
}

/**
 * Queries with limits, asked at every look. One that gives no value concludes nothing; of one that gives several series,
 * each must keep the limits. A Prometheus that does not answer refuses the release before anything is shifted; one that
 * stops answering takes it back.
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/
 */
interface PrometheusLimits {
  /**
   * Where it answers, such as `http://127.0.0.1:9090`. On Kubernetes, a host that ends in `.svc`
   * (`http://prometheus.monitoring.svc:9090`) is reached through the API server.
   */
  readonly url: string;
  /** At least one. */
  readonly queries: readonly {
    /**
     * For people.
     * @default the query
     */
    readonly name?: string;
    /** PromQL; `$generation` stands for the id of the generation that bakes. */
    readonly query: string;
    /** The value may not be more. At least one of `max` and `min`. */
    readonly max?: number;
    /** The value may not be less. */
    readonly min?: number;
  }[];
}

/** The arguments of a BlueGreenGroup that are the group's own. All are plain: they decide what is declared. */
interface GroupOnlyArgs {
  /** The stable address: one or more ports, with hosts and paths. */
  readonly listen: Listen | readonly Listen[];
  /**
   * How the traffic moves.
   * @default { kind: "instant" }
   */
  readonly traffic?: Traffic;
  /**
   * Analysis after the switch.
   * @default none
   */
  readonly bake?: Bake;
  /**
   * The longest that requests in flight are waited for before an old generation is removed or stopped. A generation
   * that an update no longer declares is drained with the timeout of the last update that did.
   * @default DEFAULT_DRAIN_TIMEOUT ("30 seconds")
   */
  readonly drainTimeout?: Duration;
  /**
   * Old generations that are retained for a rollback, 0 to 100.
   * @default DEFAULT_KEEP (1)
   */
  readonly keep?: number;
  /**
   * Whether retained generations run ("warm": a rollback takes no start) or are stopped ("cold": they take no memory).
   * @default "warm"
   */
  readonly standby?: "warm" | "cold";
  /**
   * An address that shows a new generation before it receives traffic.
   * @default none
   */
  readonly preview?: { readonly port: number };
  /**
   * What to do when somebody else moved the live traffic since the last release.
   * @default "refuse"
   */
  readonly unexpectedSplit?: "refuse" | "overwrite";
  /**
   * The group's own `history` output of the last update, from a StackReference to the program's own stack: only for
   * an engine that can't read it by itself.
   * @default read from the state
   */
  readonly history?: pulumi.Input<History | undefined>;
}

/** The arguments of a BlueGreenGroup on any target. */
interface BlueGreenGroupArgs extends ServiceArgs, GroupOnlyArgs {}

const DEFAULT_DRAIN_TIMEOUT: Duration = "30 seconds";
const DEFAULT_MIN_REQUESTS = 20;
/** Old generations that can be retained at most. */
const MAX_KEEP = 100;

/** Names of the arguments that are the group's own. */
const GROUP_ARGS = [
  "listen",
  "traffic",
  "bake",
  "drainTimeout",
  "keep",
  "standby",
  "preview",
  "unexpectedSplit",
  "history",
] as const satisfies readonly (keyof GroupOnlyArgs)[];

/** How a group's arguments are read: two generations run side by side. */
const GROUP_RULES: SpecRules = {
  otherArgs: GROUP_ARGS,
  exclusiveState: {
    expected: '"shared", because two generations run side by side',
    fix: 'use a volume that two can write, or an ImmutableService with overlap: "none"',
  },
};

export type { Bake, BlueGreenGroupArgs, GroupOnlyArgs, Listen, PrometheusLimits, Traffic };
export { DEFAULT_DRAIN_TIMEOUT, DEFAULT_MIN_REQUESTS, GROUP_ARGS, GROUP_RULES, MAX_KEEP };
