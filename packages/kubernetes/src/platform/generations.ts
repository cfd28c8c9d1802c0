import type { GroupKey, Health, Json } from "@anew/core";
import { type KubernetesIdentity, kubernetesIdentity } from "../identity";
import { selectorOf } from "../labels";
import type { KubernetesApi } from "./api";
import { deploymentOf, isReleased, requireReleased, wantedReplicas } from "./deployments";
import { explainDeployment } from "./explain";
import { deploymentHealth } from "./health";
import type { Deployment } from "./objects";
import { pathOf } from "./paths";
import { inheritedReplicas, scale } from "./scale";

/** The generations of a group: how they do, why, and how many replicas they have. */
class Generations {
  /** What the session was told of them: a check is known by its identity only. */
  private readonly known = new Map<string, KubernetesIdentity>();

  constructor(
    private readonly api: KubernetesApi,
    private readonly key: GroupKey,
    /** Where those are looked for whose identity is not known. */
    private readonly namespace: string | undefined,
  ) {}

  /** Remembers what a generation is. */
  know(generation: string, identity: Json): KubernetesIdentity {
    const known = kubernetesIdentity(identity);
    this.known.set(generation, known);
    return known;
  }

  /** The Deployment that is a generation; undefined when there is none. */
  async find(generation: string): Promise<Deployment | undefined> {
    const identity = this.known.get(generation);
    if (identity !== undefined) {
      return deploymentOf(this.api, identity);
    }
    if (this.namespace === undefined) {
      return undefined;
    }
    const labels = selectorOf(this.key, generation);
    const [found] = await this.api.list<Deployment>(pathOf("deployments", this.namespace), { labels });
    return found;
  }

  async health(generation: string): Promise<Health> {
    const identity = this.known.get(generation);
    const deployment = await this.find(generation);
    const name =
      identity === undefined ? `of generation ${generation}` : `${identity.namespace}/${identity.deployment}`;
    if (deployment === undefined) {
      return {
        healthy: false,
        ready: 0,
        of: identity?.replicas ?? 0,
        detail: `the Deployment ${name} is gone`,
      };
    }
    if (identity !== undefined && !isReleased(deployment, identity)) {
      const detail = `the Deployment ${name} is not the one that was released: somebody has made it anew`;
      return { healthy: false, ready: 0, of: identity.replicas, detail };
    }
    const namespace = deployment.metadata.namespace ?? identity?.namespace ?? this.namespace ?? "default";
    return deploymentHealth(this.api, namespace, deployment, identity?.check);
  }

  async explain(identity: KubernetesIdentity): Promise<string> {
    const deployment = await deploymentOf(this.api, identity);
    return deployment === undefined
      ? `Deployment ${identity.namespace}/${identity.deployment} is gone`
      : explainDeployment(this.api, identity.namespace, deployment);
  }

  async running(identity: KubernetesIdentity): Promise<boolean> {
    const deployment = await deploymentOf(this.api, identity);
    return deployment !== undefined && isReleased(deployment, identity) && wantedReplicas(deployment) > 0;
  }

  /** @param live replicas that serve now, where the generation may begin with as many */
  async start(identity: KubernetesIdentity, live: number | undefined): Promise<void> {
    const deployment = await deploymentOf(this.api, identity);
    requireReleased(deployment, identity);
    const { replicas, max } = identity;
    const wanted = max === undefined ? replicas : inheritedReplicas(replicas, max, live);
    if (wantedReplicas(deployment) === 0) {
      await scale(this.api, identity.namespace, identity.deployment, wanted);
    }
  }

  /** Scales a generation that is to get traffic to what serves now; never down. */
  async inherit(identity: KubernetesIdentity, live: number): Promise<void> {
    const deployment = await deploymentOf(this.api, identity);
    if (identity.max === undefined || deployment === undefined || !isReleased(deployment, identity)) {
      return;
    }
    const own = wantedReplicas(deployment);
    const wanted = inheritedReplicas(own, identity.max, live);
    if (own > 0 && wanted > own) {
      await scale(this.api, identity.namespace, identity.deployment, wanted);
    }
  }

  async stop(identity: KubernetesIdentity): Promise<void> {
    const deployment = await deploymentOf(this.api, identity);
    if (deployment !== undefined && isReleased(deployment, identity) && wantedReplicas(deployment) > 0) {
      await scale(this.api, identity.namespace, identity.deployment, 0);
    }
  }
}

export { Generations };
