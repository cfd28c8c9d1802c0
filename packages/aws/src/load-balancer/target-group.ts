import type { HealthCheckSpec, Spec } from "@anew/core";
import type * as pulumi from "@pulumi/pulumi";

/** How a target group checks its targets: what AWS allows. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
const LIMITS = {
  interval: { from: 5, to: 300 },
  timeout: { from: 2, to: 120 },
  threshold: { from: 2, to: 10 },
} as const;
/** Status codes that AWS lets count as healthy. */
const STATUS = { from: 200, to: 499 };

/** The inputs of a generation's target group. */
function targetGroupInputs(
  spec: Spec,
  how: {
    readonly targetType: "ip" | "instance";
    readonly vpc: pulumi.Input<string>;
    /** How long draining targets keep their requests, milliseconds. */
    readonly drainTimeoutMs: number;
    readonly tags: pulumi.Input<Record<string, string>>;
  },
): pulumi.Inputs {
  return {
    targetType: how.targetType,
    port: spec.port,
    protocol: "HTTP",
    vpcId: how.vpc,
    deregistrationDelay: deregistrationSeconds(how.drainTimeoutMs),
    healthCheck: healthCheckInputs(spec.healthCheck, spec.port),
    tags: how.tags,
  };
}

function deregistrationSeconds(drainTimeoutMs: number): number {
  return Math.ceil(drainTimeoutMs / 1000);
}

/** A target group knows HTTP only: where the spec has another check, any answer proves that the port is open. */
function healthCheckInputs(check: HealthCheckSpec, port: number | undefined): pulumi.Inputs {
  const isHttp = check.kind === "http";
  const checked = isHttp || check.kind === "connect" ? check.port : port;
  const interval = within(seconds(check.interval), LIMITS.interval);
  return {
    enabled: true,
    protocol: "HTTP",
    port: checked === undefined || checked === port ? "traffic-port" : String(checked),
    path: isHttp ? check.path : "/",
    matcher: isHttp ? matcherOf(check.status) : matcherOf(STATUS),
    interval,
    // It has to be shorter than the interval.
    timeout: Math.min(within(seconds(check.probeTimeout), LIMITS.timeout), interval - 1),
    healthyThreshold: within(check.healthyAfter, LIMITS.threshold),
    unhealthyThreshold: within(check.unhealthyAfter, LIMITS.threshold),
  };
}

function matcherOf({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? String(from) : `${from}-${to}`;
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

function within(value: number, { from, to }: { readonly from: number; readonly to: number }): number {
  return Math.min(to, Math.max(from, value));
}

export { healthCheckInputs, STATUS, targetGroupInputs };
