import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";

/** Weights by ARN of the target group. What is not named gets nothing. */
type Weights = ReadonlyMap<string, number>;

/** The largest weight that AWS takes. */
const MAX_WEIGHT = 999;
/** Target groups that one action may forward to: AWS's own limit. */
const MAX_FORWARDED = 5;

/** What a rule answers while no generation receives its traffic. */
const NOTHING: Action = {
  Type: "fixed-response",
  FixedResponseConfig: { StatusCode: "503", ContentType: "text/plain", MessageBody: "no generation serves" },
};

/** The weights that a rule's actions forward with; those of 0 are in it, since the target group is in use all the same. */
function weightsOf(actions: readonly Action[] | undefined): Weights {
  const weights = new Map<string, number>();
  for (const { Type, TargetGroupArn, ForwardConfig } of actions ?? []) {
    if (Type !== "forward") {
      continue;
    }
    const groups = ForwardConfig?.TargetGroups ?? [];
    for (const group of groups) {
      if (group.TargetGroupArn !== undefined) weights.set(group.TargetGroupArn, group.Weight ?? 1);
    }
    // The short form, as others may have written it.
    if (groups.length === 0 && TargetGroupArn !== undefined) {
      weights.set(TargetGroupArn, 1);
    }
  }
  return weights;
}

/**
 * The actions that forward with the given weights. What comes before the forwarding, such as a sign-in, stays.
 * @param live the rule's actions as they are
 * @throws RangeError for more target groups than one action may have
 */
function actionsFor(weights: Weights, live: readonly Action[] | undefined): Action[] {
  const groups = [...weights].filter(([, weight]) => weight > 0);
  if (groups.length > MAX_FORWARDED) {
    throw new RangeError(
      `a listener rule forwards to at most ${MAX_FORWARDED} target groups, got ${groups.length}`,
    );
  }
  const before = (live ?? []).filter(({ Type }) => Type?.startsWith("authenticate-"));
  const last: Action =
    groups.length === 0
      ? NOTHING
      : {
          Type: "forward",
          ForwardConfig: {
            TargetGroups: groups.map(([TargetGroupArn, weight]) => ({
              TargetGroupArn,
              Weight: Math.min(MAX_WEIGHT, Math.max(1, Math.round(weight))),
            })),
          },
        };
  return [...before, last].map((action, index) => ({ ...action, Order: index + 1 }));
}

/** Percent by target group, as the weights divide the traffic; empty where they give nothing to anybody. */
function percentOf(weights: Weights): Map<string, number> {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map(
    [...weights]
      .filter(([, weight]) => weight > 0)
      .map(([group, weight]) => [group, Math.round((weight / total) * 10_000) / 100]),
  );
}

/** Several rules as one: what all agree on as it is, else the average of them. */
function averaged(rules: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const rule of rules) {
    for (const [group, percent] of rule) sum.set(group, (sum.get(group) ?? 0) + percent / rules.length);
  }
  return sum;
}

export type { Weights };
export { actionsFor, averaged, MAX_FORWARDED, MAX_WEIGHT, NOTHING, percentOf, weightsOf };
