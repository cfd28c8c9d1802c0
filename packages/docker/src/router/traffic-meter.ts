import type { TrafficSample } from "@anew/core";
import { RING } from "./layout";
import { linesAfter, parseRequestLine } from "./request-log";
import type { RuntimeApi } from "./runtime-api";
import type { ServerStatistics } from "./statistics";

/** Where one caller is in the counters of a slot and in the ring. */
interface Place {
  readonly requests: Map<string, number>;
  readonly failures: Map<string, number>;
  readonly lastLine: string | undefined;
}

/**
 * Traffic since the last call. The numbers are HAProxy's counters, which miss nothing; the latencies come from a ring
 * of the newest requests, so under a heavy load they are a sample.
 */
class TrafficMeter {
  private readonly places = new Map<string, Place>();

  constructor(private readonly api: RuntimeApi) {}

  async sample(generation: string, statistics: readonly ServerStatistics[]): Promise<TrafficSample> {
    const lines = (await this.api.ask(`show events ${RING}`)).split("\n").filter((line) => line !== "");
    const before = this.places.get(generation);
    this.places.set(generation, {
      requests: new Map(statistics.map((row) => [row.slot, row.requests])),
      failures: new Map(statistics.map((row) => [row.slot, row.failures])),
      lastLine: lines.at(-1),
    });
    if (before === undefined) return { requests: 0, failures: 0, latenciesMs: [] };
    const slots = new Set(statistics.map((row) => row.slot));
    const latenciesMs = linesAfter(lines, before.lastLine)
      .map(parseRequestLine)
      .filter((request) => request !== undefined && slots.has(request.slot))
      .flatMap((request) => (request?.latencyMs === undefined ? [] : [request.latencyMs]));
    return {
      requests: sum(statistics.map((row) => since(before.requests.get(row.slot), row.requests))),
      failures: sum(statistics.map((row) => since(before.failures.get(row.slot), row.failures))),
      latenciesMs,
    };
  }
}

/** A counter starts again at 0 when HAProxy does. */
function since(before: number | undefined, now: number): number {
  return before === undefined || now < before ? now : now - before;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

export { TrafficMeter };
