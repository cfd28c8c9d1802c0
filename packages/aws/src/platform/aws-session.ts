import type { Clock, GroupKey, Health, Json, Known, Orphan, Router, Session } from "@anew/core";
import { RouterDown } from "@anew/core";
import type { AwsClients } from "../connection/clients";
import { Alarms } from "../load-balancer/alarms";
import { AlbRouter } from "../load-balancer/alb-router";
import { Preview } from "../load-balancer/preview";
import type { AwsRoute } from "../load-balancer/route";
import type { Fleet, Place } from "./fleet";
import { listenersOf, Orphans } from "./orphans";

/** One operation's connection to AWS. */
class AwsSession implements Session {
  private readonly alb: AlbRouter | undefined;
  private readonly shown: Preview | undefined;
  private readonly alarms: Alarms;
  private readonly leftovers: Orphans;
  private readonly identities = new Map<string, Json>();

  /** @param subject the generation that the operation is about: a gate's own, a switch's target */
  constructor(
    private readonly aws: AwsClients,
    clock: Clock,
    key: GroupKey,
    private readonly route: AwsRoute | undefined,
    private readonly fleet: Fleet,
    private readonly subject: { readonly generation: string | undefined; readonly isGate: boolean },
  ) {
    this.alb = route && new AlbRouter(aws, clock, key, route);
    this.shown = route?.preview && new Preview(aws, route.preview);
    this.alarms = new Alarms(aws, clock, route?.alarms ?? []);
    const rules = [...(route?.rules ?? []), ...(route?.preview ? [route.preview.rule] : [])];
    this.leftovers = new Orphans(aws, key, fleet, listenersOf(rules));
  }

  get router(): Router {
    return this.alb as Router;
  }

  async join(generation: string, identity: Json): Promise<void> {
    this.know(generation, identity);
    if (this.fleet.joined !== undefined && generation === this.subject.generation) {
      await this.fleet.joined(identity, await this.liveIdentity(generation));
    }
  }

  async replaced(generation: string, identity: Json): Promise<boolean> {
    const { targetGroup } = this.know(generation, identity);
    return targetGroup !== undefined && (await this.alb?.isReplaced(generation, targetGroup)) === true;
  }

  async leave(generation: string): Promise<void> {
    await this.alb?.leave(generation);
    const targetGroup = this.targetGroupOf(generation);
    if (targetGroup !== undefined) {
      await this.shown?.hide(targetGroup);
    }
  }

  async preview(generation: string): Promise<void> {
    const targetGroup = this.targetGroupOf(generation);
    if (targetGroup !== undefined) {
      await this.shown?.show(targetGroup);
    }
  }

  async committed(): Promise<void> {
    await this.shown?.hide();
  }

  async stopTraffic(): Promise<void> {
    for (const stop of [() => this.alb?.stopTraffic(), () => this.shown?.hide()]) {
      await stop()?.catch((error) => {
        // What is gone sends nothing to anybody.
        if (!(error instanceof RouterDown)) throw error;
      });
    }
  }

  async health(generation: string, identity: Json): Promise<Health> {
    const { targetGroup, check } = this.know(generation, identity);
    if (this.alb === undefined || targetGroup === undefined) {
      return this.fleet.health(identity);
    }
    const health = await this.alb.health(generation);
    if (!health.healthy || !this.subject.isGate || this.shown === undefined) {
      return health;
    }
    const detail = await this.shown.problem(targetGroup, check);
    return detail === undefined ? health : { ...health, healthy: false, detail };
  }

  explain(identity: Json): Promise<string> {
    return this.fleet.explain(identity);
  }

  running(identity: Json): Promise<boolean> {
    return this.fleet.running(identity);
  }

  start(identity: Json): Promise<void> {
    return this.fleet.start(identity);
  }

  stop(identity: Json, gracePeriodMs: number): Promise<void> {
    return this.fleet.stop(identity, gracePeriodMs);
  }

  imageProblem(image: string): Promise<string | undefined> {
    return this.fleet.imageProblem(image);
  }

  async orphans(known: Known, declared: Readonly<Record<string, Json>>): Promise<Orphan[]> {
    if (this.route === undefined) {
      return [];
    }
    const places = new Map(
      Object.entries(declared).map(([generation, identity]) => [generation, this.fleet.place(identity)]),
    );
    const found = await this.leftovers.find(known, places);
    for (const { id, attachedAs } of found) {
      if (attachedAs !== undefined && !places.has(attachedAs)) {
        this.alb?.knowOrphan(attachedAs, id);
      }
    }
    // What was made twice of a declared generation has no place of its own in the rules.
    return found.map(({ attachedAs, ...orphan }) =>
      attachedAs === undefined || places.has(attachedAs) ? orphan : { ...orphan, attachedAs },
    );
  }

  removeOrphan(orphan: Orphan): Promise<void> {
    return this.leftovers.remove(orphan.id);
  }

  beforeSwitch(): Promise<void> {
    return this.alarms.requireQuiet();
  }

  brokenLimits(): Promise<readonly string[]> {
    return this.alarms.broken();
  }

  async close(): Promise<void> {
    this.aws.close();
  }

  private know(generation: string, identity: Json): Place {
    this.identities.set(generation, identity);
    const place = this.fleet.place(identity);
    const { targetGroup, wanted } = place;
    if (targetGroup !== undefined) {
      this.alb?.know(generation, { targetGroup, wanted, withdraw: () => this.fleet.withdraw(identity) });
    }
    return place;
  }

  private targetGroupOf(generation: string): string | undefined {
    const identity = this.identities.get(generation);
    return identity === undefined ? undefined : this.fleet.place(identity).targetGroup;
  }

  /** What serves most, other than this generation; undefined where none does. */
  private async liveIdentity(but: string): Promise<Json | undefined> {
    const split = (await this.alb?.read().catch(() => ({}))) ?? {};
    const [live] = Object.entries(split)
      .filter(([generation]) => generation !== but)
      .sort(([, a], [, b]) => (b as number) - (a as number));
    return live === undefined ? undefined : this.identities.get(live[0]);
  }
}

export { AwsSession };
