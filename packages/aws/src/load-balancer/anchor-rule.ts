import type * as pulumi from "@pulumi/pulumi";
import { NEVER } from "./rule-conditions";

/**
 * The inputs of a rule that no request meets and that forwards to a generation's target group. AWS lets no service register
 * targets in a target group without a load balancer, and checks none; the switch's own rule has it only from the first
 * shift on.
 */
function anchorRuleInputs(
  listener: pulumi.Input<string>,
  targetGroup: pulumi.Input<string>,
  tags: pulumi.Input<Record<string, string>>,
): pulumi.Inputs {
  return {
    listenerArn: listener,
    conditions: NEVER,
    actions: [{ type: "forward", targetGroupArn: targetGroup }],
    tags,
  };
}

export { anchorRuleInputs };
