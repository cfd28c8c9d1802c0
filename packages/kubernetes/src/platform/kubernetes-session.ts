import {
  type Clock,
  type GroupKey,
  type Health,
  type Json,
  type Known,
  type Orphan,
  type Router,
  RouterDown,
  type Session,
  type Split,
} from "@anew/core";
import { kubernetesIdentity } from "../identity";
import type { KubernetesRoute } from "../route";
import type { KubernetesApi } from "./api";
import { deploymentOf, isReleased, wantedReplicas } from "./deployments";
import { GatewayAddress } from "./gateway-address";
import { Generations } from "./generations";
import { HookJobs } from "./hook-job";
import type { HookMoment } from "./hook-manifest";
import { imageProblem } from "./image-problem";
import { InFlight } from "./in-flight";
import { KubernetesRouter } from "./kubernetes-router";
import { findOrphans, removeOrphan } from "./orphans";
import { Preview } from "./preview";
import { SelectedService } from "./selector";
import { ServiceAddress } from "./service-address";
import { fetchInside } from "./service-proxy";

/** One operation's connection to a cluster. */
class KubernetesSession implements Session {
  private readonly kubernetesRouter: KubernetesRouter | undefined;
  private readonly generations: Generations;
  private readonly shown: Preview | undefined;

  /** @param subject the generation that the operation is about: a gate's own, a switch's target */
  constructor(
    private readonly api: KubernetesApi,
    private readonly clock: Clock,
    private readonly key: GroupKey,
    private readonly route: KubernetesRoute | undefined,
    private readonly subject: string | undefined,
  ) {
    this.generations = new Generations(api, key, route?.namespace);
    if (route === undefined) {
      return;
    }
    const { namespace, name, preview } = route;
    const address =
      route.kind === "gateway"
        ? new GatewayAddress(api, clock, key, route)
        : new ServiceAddress(api, clock, key, namespace, name);
    this.kubernetesRouter = new KubernetesRouter(
      address,
      new InFlight(api, clock, key, namespace, address, route.inFlight),
      (generation) => this.generations.health(generation),
    );
    this.shown =
      preview === undefined
        ? undefined
        : new Preview(new SelectedService(api, clock, key, namespace, preview));
  }

  get router(): Router {
    return this.kubernetesRouter as Router;
  }

  async join(generation: string, identity: Json): Promise<void> {
    const known = this.generations.know(generation, identity);
    await this.kubernetesRouter?.address.join(generation);
    if (known.max !== undefined && generation === this.subject) {
      const live = await this.liveReplicas(generation);
      if (live !== undefined) {
        await this.generations.inherit(known, live);
      }
    }
  }

  async replaced(generation: string, identity: Json): Promise<boolean> {
    const known = this.generations.know(generation, identity);
    const deployment = await deploymentOf(this.api, known);
    return deployment !== undefined && !isReleased(deployment, known);
  }

  async leave(generation: string): Promise<void> {
    await this.kubernetesRouter?.address.leave(generation);
    await this.shown?.hide(generation);
  }

  async preview(generation: string): Promise<void> {
    await this.shown?.show(generation);
  }

  async committed(): Promise<void> {
    await this.shown?.hide();
  }

  async stopTraffic(): Promise<void> {
    try {
      await this.kubernetesRouter?.shift({});
    } catch (error) {
      // What is gone sends nothing to anybody.
      if (!(error instanceof RouterDown)) {
        throw error;
      }
    }
  }

  async health(generation: string, identity: Json): Promise<Health> {
    this.generations.know(generation, identity);
    return this.generations.health(generation);
  }

  explain(identity: Json): Promise<string> {
    return this.generations.explain(kubernetesIdentity(identity));
  }

  running(identity: Json): Promise<boolean> {
    return this.generations.running(kubernetesIdentity(identity));
  }

  async start(identity: Json): Promise<void> {
    const known = kubernetesIdentity(identity);
    const live = known.max === undefined ? undefined : await this.liveReplicas(undefined);
    await this.generations.start(known, live);
  }

  /** The pods themselves know how long they may take: `gracePeriodMs` stands in their template. */
  stop(identity: Json, _gracePeriodMs: number): Promise<void> {
    return this.generations.stop(kubernetesIdentity(identity));
  }

  imageProblem(image: string): Promise<string | undefined> {
    return imageProblem(image);
  }

  async orphans(known: Known, declared: Readonly<Record<string, Json>>): Promise<Orphan[]> {
    return this.route === undefined
      ? []
      : findOrphans(this.api, this.key, this.route.namespace, known, declared);
  }

  removeOrphan(orphan: Orphan): Promise<void> {
    return removeOrphan(this.api, orphan);
  }

  beforeSwitch(generation: string, identity: Json): Promise<void> {
    return this.runHook("before", generation, identity);
  }

  afterSwitch(generation: string, identity: Json): Promise<void> {
    return this.runHook("after", generation, identity);
  }

  fetch(url: URL): Promise<{ readonly status: number; readonly body: string } | undefined> {
    return fetchInside(this.api, url);
  }

  async close(): Promise<void> {
    this.api.close();
  }

  private async runHook(moment: HookMoment, generation: string, identity: Json): Promise<void> {
    const hooks = this.route?.hooks;
    const hook = moment === "before" ? hooks?.beforeSwitch : hooks?.afterSwitch;
    if (hook === undefined) {
      return;
    }
    const known = this.generations.know(generation, identity);
    const deployment = await deploymentOf(this.api, known);
    if (deployment === undefined) {
      throw new Error(
        `the hook ${moment} the switch can't run: Deployment ${known.namespace}/${known.deployment} is gone`,
      );
    }
    await new HookJobs(this.api, this.clock, this.key).run(moment, hook, generation, deployment);
  }

  /** How many replicas the generation has that serves most; undefined where none serves, or this one does itself. */
  private async liveReplicas(but: string | undefined): Promise<number | undefined> {
    const split: Split = (await this.kubernetesRouter?.read().catch(() => ({}))) ?? {};
    const [live] = Object.entries(split).sort(([, a], [, b]) => b - a);
    if (live === undefined || live[0] === but) {
      return undefined;
    }
    const deployment = await this.generations.find(live[0]).catch(() => undefined);
    return deployment === undefined ? undefined : wantedReplicas(deployment);
  }
}

export { KubernetesSession };
