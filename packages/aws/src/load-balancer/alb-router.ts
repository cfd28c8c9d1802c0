import {
  type Clock,
  type GroupKey,
  type Health,
  type Router,
  type Split,
  StillServing,
  type TrafficSample,
} from "@anew/core";
import { isMissing } from "../connection/aws-fault";
import type { AwsClients } from "../connection/clients";
import { averaged, percentOf, type Weights } from "./forward-action";
import { ListenerRules } from "./listener-rules";
import { Paced } from "./paced";
import type { AwsRoute } from "./route";
import { balancerOfListener, listenerOfRule } from "./rule-arn";
import { TargetGroups, type Targets } from "./target-groups";
import { healthOfTargets, inFlightTargets } from "./target-health";
import { TrafficMetrics } from "./traffic-metrics";

/** How often targets that drain are looked at, milliseconds. */
const DRAIN_LOOK_MS = 2_000;

/** How often the health of targets is looked at, milliseconds: a load balancer checks them each 5 seconds at most. */
const HEALTH_LOOK_MS = 2_000;

/** What the router has to know of a generation. */
interface Backend {
  /** ARN. */
  readonly targetGroup: string;
  /** Targets that it has to have. */
  readonly wanted: number;
  /** Takes its targets out of the target group. */
  readonly withdraw: () => Promise<void>;
}

/** The listener rules of a group, as the swap sees them. */
class AlbRouter implements Router {
  private readonly rules: ListenerRules;
  private readonly groups: TargetGroups;
  private readonly metrics: TrafficMetrics;
  private readonly backends = new Map<string, Backend>();
  private readonly looks = new Map<string, Paced<Targets>>();
  private readonly drains = new Map<string, Paced<number>>();

  constructor(
    aws: AwsClients,
    private readonly clock: Clock,
    private readonly key: GroupKey,
    private readonly route: AwsRoute,
  ) {
    this.rules = new ListenerRules(aws, route.rules);
    this.groups = new TargetGroups(aws, key);
    this.metrics = new TrafficMetrics(aws, clock);
  }

  /** Remembers what a generation is. */
  know(generation: string, backend: Backend): void {
    this.backends.set(generation, backend);
  }

  async read(): Promise<Split> {
    const live = await this.rules.read();
    const percents = averaged(live.map(percentOf));
    const generations = await this.groups.generationsOf([...percents.keys()]);
    const split: Record<string, number> = {};
    for (const [group, percent] of percents) {
      const generation = generations.get(group) ?? group;
      if (!this.backends.has(generation)) {
        // What somebody else had there can be gone back to, and is never drained.
        this.know(generation, { targetGroup: group, wanted: 1, withdraw: async () => {} });
      }
      split[generation] = (split[generation] ?? 0) + percent;
    }
    return split;
  }

  async shift(split: Split): Promise<void> {
    const weights: [string, number][] = Object.entries(split)
      .filter(([, percent]) => percent > 0)
      .map(([generation, percent]) => [this.backend(generation).targetGroup, percent]);
    await this.rules.write(new Map(weights) satisfies Weights);
  }

  async health(generation: string): Promise<Health> {
    const { targetGroup, wanted } = this.backend(generation);
    let look = this.looks.get(targetGroup);
    if (look === undefined) {
      look = new Paced(this.clock, HEALTH_LOOK_MS, () => this.groups.targets(targetGroup));
      this.looks.set(targetGroup, look);
    }
    return healthOfTargets((await look.get()).value, wanted);
  }

  /**
   * Targets that the load balancer has not let go of: each may have requests in flight. The first question takes them out
   * of the target group; AWS then ends new requests to them at once, and shows them as draining until none is left.
   */
  async inFlight(generation: string): Promise<number | undefined> {
    let drain = this.drains.get(generation);
    if (drain === undefined) {
      const { targetGroup, withdraw } = this.backend(generation);
      await withdraw();
      drain = new Paced(this.clock, DRAIN_LOOK_MS, async () =>
        inFlightTargets(await this.groups.targets(targetGroup)),
      );
      this.drains.set(generation, drain);
    }
    return (await drain.get()).value;
  }

  async sample(generation: string): Promise<TrafficSample> {
    return this.metrics.sample(this.backend(generation).targetGroup, this.loadBalancer);
  }

  /** Whether another target group of the same generation receives its traffic. */
  async isReplaced(generation: string, targetGroup: string): Promise<boolean> {
    const live = [...averaged(await this.rules.read()).keys()];
    const generations = await this.groups.generationsOf(live);
    const own = live.filter((group) => generations.get(group) === generation);
    return own.length > 0 && !own.includes(targetGroup);
  }

  /**
   * Takes a generation out of the rules, so that its target group may be deleted.
   * @throws StillServing where it receives traffic
   */
  async leave(generation: string): Promise<void> {
    const split = await this.read();
    if ((split[generation] ?? 0) > 0) {
      throw new StillServing(`generation ${generation} still receives ${split[generation]} % of the traffic`);
    }
    const backend = this.backends.get(generation);
    if (backend !== undefined) {
      await this.rules.forget(backend.targetGroup);
    }
  }

  /** A rule that is gone forwards nothing to anybody. */
  async stopTraffic(): Promise<void> {
    await this.rules.write(new Map());
  }

  /** Knows a generation that only its tags tell of. */
  knowOrphan(generation: string, targetGroup: string): void {
    this.know(generation, {
      targetGroup,
      wanted: 1,
      withdraw: () =>
        this.groups.deregisterAll(targetGroup).catch((error) => {
          if (!isMissing(error)) throw error;
        }),
    });
  }

  private get loadBalancer(): string {
    return balancerOfListener(listenerOfRule(this.route.rules[0] ?? ""));
  }

  private backend(generation: string): Backend {
    const backend = this.backends.get(generation);
    if (backend === undefined) {
      throw new Error(`the target group of generation ${generation} is not known to group ${this.key.group}`);
    }
    return backend;
  }
}

export type { Backend };
export { AlbRouter, DRAIN_LOOK_MS };
