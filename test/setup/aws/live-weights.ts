import { LABELS } from "@anew/core";
import type { Account } from "./account";

/** The weights of a group's rule by generation, read past everything that is tested; undefined generations by name. */
export async function liveWeights(account: Account, group = "web"): Promise<Record<string, number>> {
  const rule = await groupRule(account, group);
  const forwarded = (rule.Actions ?? []).flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []);
  const weights: Record<string, number> = {};
  for (const { TargetGroupArn = "", Weight = 0 } of forwarded) {
    const { TagDescriptions: [described] = [] } = await account.elb.describeTags({
      ResourceArns: [TargetGroupArn],
    });
    const generation = described?.Tags?.find(({ Key }) => Key === LABELS.generation)?.Value;
    weights[generation ?? TargetGroupArn] = Weight;
  }
  return weights;
}

/** The rule that a group's switch writes: of those that carry the group's tags, the one of no generation. */
export async function groupRule(account: Account, group = "web") {
  const { LoadBalancers = [] } = await account.elb.describeLoadBalancers({});
  for (const { LoadBalancerArn } of LoadBalancers) {
    const { Listeners = [] } = await account.elb.describeListeners({ LoadBalancerArn });
    for (const { ListenerArn, Port } of Listeners) {
      if (Port !== 80) continue;
      const { Rules = [] } = await account.elb.describeRules({ ListenerArn });
      for (const rule of Rules.filter(({ Priority }) => Priority !== "default")) {
        const { TagDescriptions: [described] = [] } = await account.elb.describeTags({
          ResourceArns: [rule.RuleArn ?? ""],
        });
        const tags = new Map(described?.Tags?.map(({ Key, Value }) => [Key, Value]));
        if (tags.get(LABELS.group) === group && !tags.has(LABELS.generation)) return rule;
      }
    }
  }
  throw new Error(`no listener rule of the group ${group}`);
}
