import type { Json } from "@anew/core";

/** How traffic reaches a group behind an Application Load Balancer. Kept in the state as plain JSON. */
interface AwsRoute {
  /** ARNs of the listener rules that the switch writes, one for each `listen`. */
  readonly rules: readonly string[];
  /** The rule of the test listener, and how it is asked. */
  readonly preview?: {
    /** ARN. */
    readonly rule: string;
    /** Where it answers; absent: the load balancer's own name. */
    readonly address?: string;
    /** The name that its requests carry. */
    readonly host?: string;
    /** Whether the gate asks through it. */
    readonly probe: "gate" | "none";
  };
  /** ARNs of CloudWatch alarms that take the traffic back. */
  readonly alarms: readonly string[];
}

/** @returns undefined where nothing routes @throws Error for what no version of Anew has written */
function awsRoute(value: Json): AwsRoute | undefined {
  if (value === null) {
    return undefined;
  }
  const route = value as unknown as Partial<AwsRoute>;
  if (!Array.isArray(route.rules) || !Array.isArray(route.alarms)) {
    throw new Error(`a group's route can't be read: got ${JSON.stringify(value)}`);
  }
  return route as AwsRoute;
}

export type { AwsRoute };
export { awsRoute };
