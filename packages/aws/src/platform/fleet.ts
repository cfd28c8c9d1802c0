import type { Clock, Health, HealthCheckSpec, Json } from "@anew/core";
import type { AwsClients } from "../connection/clients";

/** What a load balancer has to know of a generation. */
interface Place {
  /** ARN of its target group; undefined where nothing routes. */
  readonly targetGroup: string | undefined;
  /** Targets that it has to have while it serves. */
  readonly wanted: number;
  readonly check: HealthCheckSpec;
  /** ARNs of all that it consists of: what else carries its tags was made twice. */
  readonly owned: readonly string[];
}

/** What only a family knows of its generations: the tasks of ECS, or the instances of Auto Scaling groups. */
interface Fleet {
  /** @throws Error for an identity that no version of Anew has written */
  place(identity: Json): Place;
  /** How a generation does without a load balancer, and why it is not healthy with one. */
  health(identity: Json): Promise<Health>;
  /** Why a generation is as it is: events, stopped tasks, last log lines. */
  explain(identity: Json): Promise<string>;
  /** Whether it is to run: stopped ones are scaled to nothing. */
  running(identity: Json): Promise<boolean>;
  start(identity: Json): Promise<void>;
  /** Stops without removing; `gracePeriodMs` between the request to end and the kill. */
  stop(identity: Json, gracePeriodMs: number): Promise<void>;
  /** Has its targets taken out of the target group; returns before they are. Those that are gone are fine. */
  withdraw(identity: Json): Promise<void>;
  /** Why the image can't be had any more; undefined when it can. */
  imageProblem(image: string): Promise<string | undefined>;
  /** A proof of the family's own before a new generation gets its first traffic, such as to inherit the live capacity. */
  joined?(identity: Json, live: Json | undefined): Promise<void>;
  /**
   * Those of the family's own kinds that are there, of ARNs that carry a group's tags: AWS tells of some that are gone for
   * days.
   */
  existing(arns: readonly string[]): Promise<ReadonlySet<string>>;
  /** What an orphan of one of the family's own kinds is called, and how it is removed; undefined for other kinds. */
  orphan(arn: string): { readonly kind: string; readonly remove: () => Promise<void> } | undefined;
}

/** Makes a family's fleet for one session. */
type FleetOf = (aws: AwsClients, clock: Clock) => Fleet;

export type { Fleet, FleetOf, Place };
