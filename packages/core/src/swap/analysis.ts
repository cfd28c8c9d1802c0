import type { TrafficSample } from "../router";

/** The limits that a generation must keep while it bakes. A limit that is absent is not checked. */
interface AnalysisLimits {
  /** Share of failed requests, 0 to 1. */
  readonly maxErrorRate?: number;
  /** 99th percentile of the latency, milliseconds. */
  readonly maxP99Ms?: number;
  /** How much the share of failed requests may exceed the old generation's, 0 to 1. */
  readonly maxErrorRateIncrease?: number;
  /** How many times the old generation's 99th percentile the new one's may be. */
  readonly maxP99Ratio?: number;
  /** Requests below which nothing is concluded. */
  readonly minRequests: number;
}

/** Requests seen, failures among them, and latencies in milliseconds. */
interface Measured {
  requests: number;
  failures: number;
  latenciesMs: number[];
}

/** Latencies kept for a percentile; older ones give way, so that a long bake stays within memory. */
const MAX_LATENCIES = 100_000;

function nothingMeasured(): Measured {
  return { requests: 0, failures: 0, latenciesMs: [] };
}

function addSample(measured: Measured, sample: TrafficSample): void {
  measured.requests += sample.requests;
  measured.failures += sample.failures;
  for (const latency of sample.latenciesMs) {
    measured.latenciesMs.push(latency);
  }
  if (measured.latenciesMs.length > MAX_LATENCIES) {
    measured.latenciesMs.splice(0, measured.latenciesMs.length - MAX_LATENCIES);
  }
}

/** Whether a limit is relative to the old generation. */
function comparesWithOld(limits: AnalysisLimits): boolean {
  return limits.maxErrorRateIncrease !== undefined || limits.maxP99Ratio !== undefined;
}

/** The nearest-rank percentile; undefined of nothing. */
function percentile(values: readonly number[], share: number): number | undefined {
  if (values.length === 0) {
    return undefined;
  }
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function errorRate(measured: Measured): number {
  return measured.requests === 0 ? 0 : measured.failures / measured.requests;
}

/** The limits that are broken, in words; empty when all are kept or too little was seen to say. */
function brokenLimits(limits: AnalysisLimits, current: Measured, baseline: Measured): string[] {
  if (current.requests < limits.minRequests) {
    return [];
  }
  const broken: string[] = [];
  const rate = errorRate(current);
  const p99 = percentile(current.latenciesMs, 0.99);
  if (limits.maxErrorRate !== undefined && rate > limits.maxErrorRate) {
    broken.push(
      `error rate ${share(rate)} of ${current.requests} requests, allowed ${share(limits.maxErrorRate)}`,
    );
  }
  if (limits.maxP99Ms !== undefined && p99 !== undefined && p99 > limits.maxP99Ms) {
    broken.push(`p99 ${Math.round(p99)} ms, allowed ${limits.maxP99Ms} ms`);
  }
  if (baseline.requests >= limits.minRequests) {
    const oldRate = errorRate(baseline);
    const oldP99 = percentile(baseline.latenciesMs, 0.99);
    if (limits.maxErrorRateIncrease !== undefined && rate > oldRate + limits.maxErrorRateIncrease) {
      broken.push(
        `error rate ${share(rate)}, the old generation's ${share(oldRate)}, allowed increase ${share(limits.maxErrorRateIncrease)}`,
      );
    }
    if (
      limits.maxP99Ratio !== undefined &&
      p99 !== undefined &&
      oldP99 !== undefined &&
      p99 > oldP99 * limits.maxP99Ratio
    ) {
      broken.push(
        `p99 ${Math.round(p99)} ms, the old generation's ${Math.round(oldP99)} ms, allowed ratio ${limits.maxP99Ratio}`,
      );
    }
  }
  return broken;
}

function share(value: number): string {
  return `${Math.round(value * 10_000) / 100} %`;
}

export type { AnalysisLimits, Measured };
export { addSample, brokenLimits, comparesWithOld, nothingMeasured, percentile };
