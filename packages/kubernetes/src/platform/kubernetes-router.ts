import type { Health, Router, Split, TrafficSample } from "@anew/core";
import type { Address } from "./address";
import type { InFlight } from "./in-flight";

/** The address of a group in a cluster, as the swap sees it. */
class KubernetesRouter implements Router {
  constructor(
    readonly address: Address,
    private readonly counts: InFlight,
    private readonly healthOf: (generation: string) => Promise<Health>,
  ) {}

  read(): Promise<Split> {
    return this.address.read();
  }

  written(): Promise<Split | undefined> {
    return this.address.written();
  }

  shift(split: Split): Promise<void> {
    return this.address.shift(split);
  }

  health(generation: string): Promise<Health> {
    return this.healthOf(generation);
  }

  inFlight(generation: string): Promise<number | undefined> {
    return this.counts.of(generation);
  }

  /** A cluster counts no requests by itself: a bake asks Prometheus. */
  async sample(): Promise<TrafficSample> {
    return { requests: 0, failures: 0, latenciesMs: [] };
  }
}

export { KubernetesRouter };
