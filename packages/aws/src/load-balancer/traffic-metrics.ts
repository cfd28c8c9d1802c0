import type { Clock, TrafficSample } from "@anew/core";
import type { MetricDataQuery, MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { AwsClients } from "../connection/clients";
import { dimensionOf } from "./rule-arn";

const MINUTE_MS = 60_000;
/** A minute counts when it has been over for this long: a load balancer reports late, and in parts. */
const SETTLED_MS = 60_000;
/** How far the first look goes back: what an old generation did just before is what a new one is compared with. */
const LOOK_BACK_MS = 10 * MINUTE_MS;
/** How often CloudWatch is asked, at most: it has news once a minute. */
const ASK_EVERY_MS = 15_000;

const NO_TRAFFIC: TrafficSample = { requests: 0, failures: 0, latenciesMs: [] };

/** What is asked of each target group, by the id of the query. */
const METRICS = {
  requests: ["RequestCount", "Sum"],
  failures: ["HTTPCode_Target_5XX_Count", "Sum"],
  refused: ["TargetConnectionErrorCount", "Sum"],
  latency: ["TargetResponseTime", "p99"],
} as const satisfies Readonly<Record<string, readonly [metric: string, statistic: string]>>;

/**
 * Requests, failures and latencies of a target group, as CloudWatch has them: by the minute, each minute once.
 * Latencies are the 99th percentiles of the minutes: of several, the largest decides.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
class TrafficMetrics {
  /** Target group → the first minute that was not counted yet, and when it was last asked for. */
  private readonly places = new Map<string, { readonly next: number; readonly askedAt: number }>();

  constructor(
    private readonly aws: AwsClients,
    private readonly clock: Clock,
  ) {}

  /** What has settled since the last call for this target group. */
  async sample(targetGroup: string, loadBalancer: string): Promise<TrafficSample> {
    const now = this.clock.now();
    const place = this.places.get(targetGroup);
    if (place !== undefined && now - place.askedAt < ASK_EVERY_MS) {
      return NO_TRAFFIC;
    }
    const from = place?.next ?? floorToMinute(now - LOOK_BACK_MS);
    const to = floorToMinute(now - SETTLED_MS);
    this.places.set(targetGroup, { next: Math.max(from, to), askedAt: now });
    if (to <= from) {
      return NO_TRAFFIC;
    }
    try {
      return await this.ask(targetGroup, loadBalancer, from, to);
    } catch (error) {
      // What was not told is asked for again.
      this.places.set(targetGroup, { next: from, askedAt: Number.NEGATIVE_INFINITY });
      throw error;
    }
  }

  private async ask(
    targetGroup: string,
    loadBalancer: string,
    from: number,
    to: number,
  ): Promise<TrafficSample> {
    const cloudWatch = await this.aws.cloudWatch();
    const { MetricDataResults = [] } = await cloudWatch.getMetricData({
      StartTime: new Date(from),
      EndTime: new Date(to),
      MetricDataQueries: queries(targetGroup, loadBalancer),
    });
    const values = (id: keyof typeof METRICS) =>
      MetricDataResults.find((one: MetricDataResult) => one.Id === id)?.Values ?? [];
    const sum = (id: keyof typeof METRICS) => values(id).reduce((total, value) => total + value, 0);
    return {
      // A connection that failed never became a request.
      requests: sum("requests") + sum("refused"),
      failures: sum("failures") + sum("refused"),
      latenciesMs: values("latency").map((seconds) => seconds * 1000),
    };
  }
}

function queries(targetGroup: string, loadBalancer: string): MetricDataQuery[] {
  const dimensions = [
    { Name: "LoadBalancer", Value: dimensionOf(loadBalancer) },
    { Name: "TargetGroup", Value: dimensionOf(targetGroup) },
  ];
  return Object.entries(METRICS).map(([id, [name, statistic]]) => ({
    Id: id,
    MetricStat: {
      Metric: { Namespace: "AWS/ApplicationELB", MetricName: name, Dimensions: dimensions },
      Period: MINUTE_MS / 1000,
      Stat: statistic,
    },
  }));
}

function floorToMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}

export { ASK_EVERY_MS, LOOK_BACK_MS, SETTLED_MS, TrafficMetrics };
