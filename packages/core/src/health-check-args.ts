import type * as pulumi from "@pulumi/pulumi";
import type { Duration } from "./duration";

/** How often a generation is checked, and when it counts as healthy. */
export interface HealthCheckTiming {
  /**
   * Time between two checks.
   * @default DEFAULT_HEALTH_INTERVAL ("1 second")
   */
  readonly interval?: pulumi.Input<Duration>;
  /**
   * Checks in a row that must succeed, 1 or more.
   * @default DEFAULT_HEALTHY_AFTER (3)
   */
  readonly healthyAfter?: pulumi.Input<number>;
  /**
   * Checks in a row that must fail until an instance gets no more traffic, 1 or more.
   * @default DEFAULT_UNHEALTHY_AFTER (3)
   */
  readonly unhealthyAfter?: pulumi.Input<number>;
  /**
   * How long a new generation may take until all of it is healthy; then the release fails.
   * @default DEFAULT_HEALTH_TIMEOUT ("60 seconds")
   */
  readonly timeout?: pulumi.Input<Duration>;
  /**
   * How long one check may take.
   * @default DEFAULT_PROBE_TIMEOUT ("5 seconds")
   */
  readonly probeTimeout?: pulumi.Input<Duration>;
}

/** Healthy when an HTTP request is answered with a good status. */
export interface HttpHealthCheck extends HealthCheckTiming {
  /** Path and query of the request: `/healthz`. Starts with `/`; no spaces, no fragment. */
  readonly path: pulumi.Input<string>;
  /**
   * Port of the request.
   * @default the service's `port`
   */
  readonly port?: pulumi.Input<number>;
  /**
   * Status codes that count as healthy: one, or a range: `"200"`, `"200-299"`.
   * @default DEFAULT_HEALTHY_STATUS ("200-399")
   */
  readonly expectStatus?: pulumi.Input<string>;
  readonly command?: undefined;
}

/** Healthy when a command inside the instance ends with exit code 0. */
export interface CommandHealthCheck extends HealthCheckTiming {
  /** The program and its arguments; no shell. */
  readonly command: pulumi.Input<readonly pulumi.Input<string>[]>;
  readonly path?: undefined;
  readonly port?: undefined;
  readonly expectStatus?: undefined;
}

/** Healthy when the port accepts connections; without a port, when the process stays up. */
export interface ConnectHealthCheck extends HealthCheckTiming {
  /**
   * Port to connect to.
   * @default the service's `port`
   */
  readonly port?: pulumi.Input<number>;
  readonly path?: undefined;
  readonly command?: undefined;
  readonly expectStatus?: undefined;
}

/** What proves that a generation works. */
export type HealthCheck = HttpHealthCheck | CommandHealthCheck | ConnectHealthCheck;
