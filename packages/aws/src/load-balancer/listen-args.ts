import type { Bake, GroupOnlyArgs, Listen } from "@anew/core";
import type * as pulumi from "@pulumi/pulumi";

/** Where a group can be reached: a listener that exists, and which of its requests are the group's. */
interface AwsListen extends Listen {
  /**
   * ARN of a listener of an Application Load Balancer, which lives outside of the generations. The group declares a rule of
   * it, whose action belongs to the switch.
   */
  readonly listener?: pulumi.Input<string>;
  /**
   * ARN of a listener rule that exists and stays whose it is: CloudFormation's, Terraform's, another program's. The switch
   * takes its forwarding over with the first release, and nothing else of it. In place of `listener`; host, path, priority,
   * from and certificate are then the rule's own.
   * @default none: the group declares a rule
   */
  readonly rule?: pulumi.Input<string>;
  /**
   * The rule's place among the listener's, 1 to 50000: of several that fit, the lowest wins.
   * @default the next after the highest that is there
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
   */
  readonly priority?: number;
  /**
   * Address ranges from which requests are taken, as CIDRs.
   * @default from everywhere
   */
  readonly from?: readonly string[];
  /**
   * ARN of a certificate for `host`, added to the listener; in the listener's own region.
   * @default none: the listener has it
   */
  readonly certificate?: pulumi.Input<string>;
}

/** A test listener: shows a generation before it receives traffic. */
interface AwsPreview {
  /** TCP port of the test listener, 1 to 65535. */
  readonly port: number;
  /** ARN of the test listener; one that only you reach. */
  readonly listener: pulumi.Input<string>;
  /** Host names that lead to the preview. @default any */
  readonly host?: string;
  /** @default the next after the highest that is there */
  readonly priority?: number;
  /**
   * Where the test listener answers from where the update runs, such as the end of a tunnel.
   * @default the load balancer's own name and the listener's port
   */
  readonly address?: string;
  /**
   * - `"gate"`: the gate also asks `healthCheck` through the test listener, so the update has to reach it;
   * - `"none"`: the preview is for people only.
   * @default "gate"
   */
  readonly probe?: "gate" | "none";
}

/** The analysis after a switch, with what CloudWatch knows. */
interface AwsBake extends Bake {
  /**
   * ARNs of CloudWatch alarms, of metrics or composed: one that begins to ring takes the traffic back. One that rings
   * before the release refuses it.
   * @default []
   */
  readonly alarms?: readonly pulumi.Input<string>[];
}

/** The arguments of a group behind an Application Load Balancer. All but ARNs are plain; none is part of a generation. */
interface AwsGroupOnlyArgs extends Omit<GroupOnlyArgs, "listen" | "preview" | "bake"> {
  /** The stable address: rules of one or more listeners of one load balancer. */
  readonly listen: AwsListen | readonly AwsListen[];
  /** @default none */
  readonly preview?: AwsPreview;
  /**
   * Analysis after the switch. CloudWatch has a load balancer's numbers by the minute, and one to two minutes late.
   * @default none
   */
  readonly bake?: AwsBake;
}

/** Each `listen` by itself. */
function listensOf(listen: AwsGroupOnlyArgs["listen"]): readonly AwsListen[] {
  return Array.isArray(listen) ? listen : [listen as AwsListen];
}

export type { AwsBake, AwsGroupOnlyArgs, AwsListen, AwsPreview };
export { listensOf };
