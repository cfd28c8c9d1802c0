import type { PropertyMap } from "@anew/engine";
import type { Action, RuleCondition, Tag } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Account } from "./account";
import type { Inputs, Mirrored } from "./mirrors";

/** Tags as the load balancers' API takes them. */
export function lbTags(tags: Record<string, string> = {}): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Actions of a listener or a rule, from the provider's inputs. */
export function lbActions(actions: readonly Inputs[]): Action[] {
  return actions.map(({ type, targetGroupArn, fixedResponse }): Action => {
    if (type === "forward") return { Type: "forward", TargetGroupArn: targetGroupArn };
    const { statusCode = "404", contentType = "text/plain", messageBody = "" } = fixedResponse ?? {};
    return {
      Type: "fixed-response",
      FixedResponseConfig: { StatusCode: statusCode, ContentType: contentType, MessageBody: messageBody },
    };
  });
}

function lbConditions(conditions: readonly Inputs[]): RuleCondition[] {
  return conditions.map(({ hostHeader, pathPattern, sourceIp }): RuleCondition => {
    if (hostHeader) return { Field: "host-header", HostHeaderConfig: { Values: hostHeader.values } };
    if (pathPattern) return { Field: "path-pattern", PathPatternConfig: { Values: pathPattern.values } };
    return { Field: "source-ip", SourceIpConfig: { Values: sourceIp.values } };
  });
}

/** Times that a rule without a priority looks for a free one: others are made beside it. */
const ATTEMPTS = 20;

/** Without a priority, the next after the highest, as the provider does. */
export async function createRule({ elb }: Account, inputs: Inputs): Promise<Mirrored> {
  const { listenerArn, priority, conditions, actions, tags } = inputs;
  for (let attempt = 1; ; attempt++) {
    const { Rules = [] } = await elb.describeRules({ ListenerArn: listenerArn });
    const taken = Rules.map(({ Priority }) => Number(Priority)).filter(Number.isFinite);
    try {
      const { Rules: [made] = [] } = await elb.createRule({
        ListenerArn: listenerArn,
        Priority: priority ?? Math.max(0, ...taken) + 1,
        Conditions: lbConditions(conditions),
        Actions: lbActions(actions),
        Tags: lbTags(tags),
      });
      const arn = made?.RuleArn ?? "";
      return { id: arn, outputs: { arn, priority: Number(made?.Priority) } };
    } catch (error) {
      const isTaken = (error as Error).name === "PriorityInUseException";
      if (!isTaken || priority !== undefined || attempt >= ATTEMPTS) throw error;
    }
  }
}

/** The actions of a rule as they are, as the provider tells them. */
export async function readRule({ elb }: Account, id: string): Promise<PropertyMap> {
  const { Rules: [rule] = [] } = await elb.describeRules({ RuleArns: [id] });
  const actions = (rule?.Actions ?? []).map(({ Type, Order, ForwardConfig, FixedResponseConfig }) => ({
    type: Type ?? "",
    order: Order ?? 1,
    ...(ForwardConfig && {
      forward: {
        targetGroups: (ForwardConfig.TargetGroups ?? []).map(({ TargetGroupArn, Weight }) => ({
          arn: TargetGroupArn ?? "",
          weight: Weight ?? 1,
        })),
      },
    }),
    ...(FixedResponseConfig && { fixedResponse: { statusCode: FixedResponseConfig.StatusCode ?? "" } }),
  }));
  return { actions };
}
