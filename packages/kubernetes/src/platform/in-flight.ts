import type { Clock, GroupKey } from "@anew/core";
import { selectorOf } from "../labels";
import type { RouteInFlight } from "../route";
import type { Address } from "./address";
import type { KubernetesApi } from "./api";
import { statusIn } from "./api-error";
import { sumOf } from "./metrics";
import type { Pod } from "./objects";
import { proxyPath } from "./paths";
import { podsOf } from "./pods";

/**
 * How long the nodes may take to follow once a generation has left the address, milliseconds. Until then a new
 * connection may still reach it.
 */
const PROPAGATION_MS = 3_000;
/** How long one pod may take to show its metrics. */
const METRICS_TIMEOUT_MS = 5_000;

/** Counts what a generation still has to answer: first the ways that lead to it, then the nodes' time, then its own count. */
class InFlight {
  /** When no way was first seen to lead to a generation any more. */
  private readonly leftAt = new Map<string, number>();

  constructor(
    private readonly api: KubernetesApi,
    private readonly clock: Clock,
    private readonly key: GroupKey,
    private readonly namespace: string,
    private readonly address: Address,
    private readonly metric: RouteInFlight | undefined,
  ) {}

  /** Undefined while it can't be told yet. */
  async of(generation: string): Promise<number | undefined> {
    const ways = await this.address.waysTo(generation);
    if (ways > 0) {
      this.leftAt.delete(generation);
      return ways;
    }
    const now = this.clock.now();
    const leftAt = this.leftAt.get(generation) ?? now;
    this.leftAt.set(generation, leftAt);
    const counted = this.metric === undefined ? 0 : await this.count(generation, this.metric);
    if (counted !== undefined && counted > 0) {
      return counted;
    }
    return now - leftAt < PROPAGATION_MS ? undefined : counted;
  }

  private async count(generation: string, metric: RouteInFlight): Promise<number | undefined> {
    const pods = await podsOf(this.api, this.namespace, selectorOf(this.key, generation));
    const running = pods.filter((pod) => pod.status?.phase === "Running");
    const counts = await Promise.all(running.map((pod) => this.countOf(pod, metric)));
    return counts.every((count) => count !== undefined)
      ? counts.reduce((sum, count) => sum + count, 0)
      : undefined;
  }

  /** A pod that is gone has nothing in flight; of one that does not answer nothing is known. */
  private async countOf(pod: Pod, { path, port, metric }: RouteInFlight): Promise<number | undefined> {
    const place = proxyPath("pods", this.namespace, pod.metadata.name, { port, path });
    const answer = await this.api.raw(place, METRICS_TIMEOUT_MS).catch(() => undefined);
    if (answer === undefined) {
      return undefined;
    }
    const refusal = statusIn(answer);
    if (refusal?.reason === "NotFound") {
      return 0;
    }
    if (refusal?.code === 403) {
      throw this.api.error(place, answer);
    }
    return answer.status === 200 ? sumOf(answer.body, metric) : undefined;
  }
}

export { InFlight, PROPAGATION_MS };
