import type { LoadLog, LoggedRequest } from "./log-format";

export interface LoadSummary {
  readonly requests: number;
  readonly failed: number;
  /** Failures by status or code of the error. */
  readonly failures: Readonly<Record<string, number>>;
  /** Milliseconds, over all requests that got an answer. */
  readonly p50: number;
  readonly p99: number;
  /** Requests by who answered. */
  readonly by: Readonly<Record<string, number>>;
}

/** A request has failed when it got no answer, or one that is no success. */
export function hasFailed({ status }: LoggedRequest): boolean {
  return !/^2\d\d$/.test(status);
}

/**
 * Sums up the requests that were sent in a span of time.
 *
 * @param who names who answered, by the answer's body
 */
export function summarize(
  log: LoadLog,
  who: (body: string) => string,
  { from = -Infinity, to = Infinity }: { readonly from?: number; readonly to?: number } = {},
): LoadSummary {
  const requests = log.requests.filter(({ at }) => at >= from && at < to);
  const failed = requests.filter(hasFailed);
  const good = requests.filter((request) => !hasFailed(request));
  const latencies = good.map(({ latency }) => latency).sort((a, b) => a - b);
  return {
    requests: requests.length,
    failed: failed.length,
    failures: count(failed.map(({ status }) => status)),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    by: count(good.map(({ body }) => who(log.bodies[body ?? -1] ?? ""))),
  };
}

/** The nearest-rank percentile of sorted values; 0 when there are none. */
export function percentile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? 0;
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
