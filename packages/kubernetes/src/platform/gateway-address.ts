import { type Clock, type GroupKey, LABELS, RouterDown, type Split } from "@anew/core";
import { groupSelector } from "../labels";
import { type KubernetesRoute, MAIN_PORT } from "../route";
import { type Address, FOLLOW_LOOK_MS, FOLLOW_TIMEOUT_MS, parseWritten, WRITTEN } from "./address";
import type { KubernetesApi } from "./api";
import { isStatus } from "./api-error";
import type { BackendRef, HttpRoute, HttpRouteRule, Service } from "./objects";
import { pathOf } from "./paths";
import { backendsOf, routeRules, splitOf, weightOf } from "./route-rules";

/** Times that a write is tried whose object somebody else wrote in between: a gateway writes its status. */
const CONFLICT_ATTEMPTS = 5;
const CONFLICT_PAUSE_MS = 100;

/** The generations that have a Service of their own: its name and its port. */
type Backends = ReadonlyMap<string, { readonly name: string; readonly port: number }>;

/** An HTTPRoute as a group's address: its weights divide the traffic over the generations' own Services. */
class GatewayAddress implements Address {
  constructor(
    private readonly api: KubernetesApi,
    private readonly clock: Clock,
    private readonly key: GroupKey,
    private readonly route: KubernetesRoute,
  ) {}

  async read(): Promise<Split> {
    const live = await this.live();
    const refusal = refusalOf(live);
    if (refusal !== undefined) {
      throw new Error(`HTTPRoute ${this.name} takes no traffic: ${refusal}`);
    }
    const split = await this.splitOf(live);
    const isOurs = parseWritten(live.metadata.annotations) !== undefined;
    // One that was never written is being adopted: its own backends are what the first release replaces.
    return isOurs ? split : {};
  }

  async written(): Promise<Split | undefined> {
    return parseWritten((await this.live()).metadata.annotations);
  }

  async shift(split: Split): Promise<void> {
    const backends = await this.backends();
    const receivers = Object.keys(split).filter((generation) => (split[generation] ?? 0) > 0);
    const missing = receivers.filter((generation) => !backends.has(generation));
    if (missing.length > 0) {
      throw new Error(
        `${missing.join(", ")} has no Service with a port "${MAIN_PORT}" in namespace ${this.route.namespace}, ` +
          `so HTTPRoute ${this.name} can't send traffic there`,
      );
    }
    const generation = await this.write(
      (live) => {
        const present = new Set(backendsOf(live.spec?.rules ?? []).map((backend) => backend.name));
        return [...backends]
          .filter(([id, { name }]) => present.has(name) || receivers.includes(id))
          .map(([id, backend]) => reference(backend, split[id] ?? 0));
      },
      { [WRITTEN]: JSON.stringify(split) },
    );
    await this.follow(generation);
  }

  async waysTo(generation: string): Promise<number> {
    const own = (await this.backends()).get(generation)?.name;
    const backends = backendsOf((await this.live()).spec?.rules ?? []);
    return backends.filter((backend) => backend.name === own && weightOf(backend) > 0).length;
  }

  /** With no weight yet: the gateway then knows the Service's endpoints before the first request comes. */
  async join(generation: string): Promise<void> {
    const live = await this.live();
    const backend = (await this.backends()).get(generation);
    const present = backendsOf(live.spec?.rules ?? []);
    const isAdopted = present.length > 0 && parseWritten(live.metadata.annotations) === undefined;
    if (backend === undefined || isAdopted || present.some((one) => one.name === backend.name)) {
      return;
    }
    await this.write((now) => [...backendsOf(now.spec?.rules ?? []), reference(backend, 0)]);
  }

  async leave(generation: string): Promise<void> {
    const own = (await this.backends()).get(generation)?.name;
    const goes = (backend: BackendRef) => backend.name === own && weightOf(backend) === 0;
    const live = await this.api.get<HttpRoute>(this.path);
    if (live !== undefined && backendsOf(live.spec?.rules ?? []).some(goes)) {
      await this.write((now) => backendsOf(now.spec?.rules ?? []).filter((backend) => !goes(backend)));
    }
  }

  private get name(): string {
    return `${this.route.namespace}/${this.route.name}`;
  }

  private get path(): string {
    return pathOf("httproutes", this.route.namespace, this.route.name);
  }

  private async live(): Promise<HttpRoute> {
    const live = await this.api.get<HttpRoute>(this.path);
    if (live === undefined) {
      throw new RouterDown(
        `HTTPRoute ${this.name} is gone: run \`pulumi refresh\`, so that the next update makes it again`,
      );
    }
    return live;
  }

  private async splitOf(live: HttpRoute): Promise<Split> {
    const names = new Map([...(await this.backends())].map(([id, { name }]) => [name, id]));
    return splitOf(live.spec?.rules ?? [], (service) => names.get(service));
  }

  private async backends(): Promise<Backends> {
    const { namespace } = this.route;
    const services = await this.api.list<Service>(pathOf("services", namespace), {
      labels: groupSelector(this.key),
    });
    return new Map(
      services.flatMap(({ metadata, spec }) => {
        const generation = metadata.labels?.[LABELS.generation];
        const port = spec?.ports?.find((one) => one.name === MAIN_PORT)?.port;
        return generation === undefined || port === undefined
          ? []
          : [[generation, { name: metadata.name, port }] as const];
      }),
    );
  }

  /** Writes all rules in one step. @returns the route's generation, which its gateway has to follow */
  private async write(
    backends: (live: HttpRoute) => readonly BackendRef[],
    annotations: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      const live = await this.live();
      const rules: HttpRouteRule[] = routeRules(this.route.listen, backends(live));
      try {
        const after = await this.api.patch<HttpRoute>(this.path, {
          // Whoever wrote since it was read is not written over unseen.
          metadata: { resourceVersion: live.metadata.resourceVersion, annotations },
          spec: { rules },
        });
        return after.metadata.generation ?? 0;
      } catch (error) {
        if (!isStatus(error, 409) || attempt >= CONFLICT_ATTEMPTS) {
          throw error;
        }
        await this.clock.sleep(CONFLICT_PAUSE_MS);
      }
    }
  }

  /** Waits until every gateway that has ever reported on the route has taken it as it is now. */
  private async follow(generation: number): Promise<void> {
    const end = this.clock.now() + FOLLOW_TIMEOUT_MS;
    for (;;) {
      const live = await this.live();
      const refusal = refusalOf(live);
      if (refusal !== undefined) {
        throw new Error(`HTTPRoute ${this.name} takes no traffic: ${refusal}`);
      }
      const parents = live.status?.parents ?? [];
      const followed = parents.every((parent) =>
        (parent.conditions ?? [])
          .filter(({ type }) => type === "Accepted")
          .every(({ observedGeneration = 0 }) => observedGeneration >= generation),
      );
      if (parents.length > 0 && followed) {
        return;
      }
      if (this.clock.now() >= end) {
        throw new Error(
          `no gateway has taken HTTPRoute ${this.name} as it is now within ${FOLLOW_TIMEOUT_MS / 1000} s: ` +
            "is the Gateway's controller running?",
        );
      }
      await this.clock.sleep(FOLLOW_LOOK_MS);
    }
  }
}

function reference(
  { name, port }: { readonly name: string; readonly port: number },
  weight: number,
): BackendRef {
  return { group: "", kind: "Service", name, port, weight: Math.round(weight) };
}

/** Why a gateway does not take the route as it is now; undefined where none has said so. */
function refusalOf(live: HttpRoute): string | undefined {
  for (const parent of live.status?.parents ?? []) {
    for (const { type, status, reason, message, observedGeneration = 0 } of parent.conditions ?? []) {
      if (
        type === "Accepted" &&
        status === "False" &&
        observedGeneration >= (live.metadata.generation ?? 0)
      ) {
        const gateway = parent.parentRef?.name ?? "its gateway";
        return `Gateway ${gateway} does not accept it (${[reason, message].filter(Boolean).join(": ")})`;
      }
    }
  }
  return undefined;
}

export { GatewayAddress };
