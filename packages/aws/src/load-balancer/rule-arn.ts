import { formatArn, parseArn } from "../connection/arn";

/** `listener-rule/app/<name>/<load balancer>/<listener>/<rule>` */
const RULE = /^listener-rule\/(app\/[^/]+\/[^/]+)\/([^/]+)\/[^/]+$/;
const LISTENER = /^listener\/(app\/[^/]+\/[^/]+)\/[^/]+$/;
const TARGET_GROUP = /^targetgroup\/([^/]+)\/[^/]+$/;

/** The listener that a rule belongs to. @throws Error for what is no rule of an Application Load Balancer */
function listenerOfRule(rule: string): string {
  return rewritten(rule, RULE, (balancer, listener) => `listener/${balancer}/${listener}`);
}

/** The load balancer that a listener belongs to. @throws Error for what is no listener of an Application Load Balancer */
function balancerOfListener(listener: string): string {
  return rewritten(listener, LISTENER, (balancer) => `loadbalancer/${balancer}`);
}

/** Whether it is the ARN of a listener of an Application Load Balancer. */
function isListener(arn: string): boolean {
  return hasForm(arn, LISTENER);
}

/** Whether it is the ARN of a rule of an Application Load Balancer's listener. */
function isRule(arn: string): boolean {
  return hasForm(arn, RULE);
}

/** The name of a target group, from its ARN. */
function targetGroupName(arn: string): string {
  return TARGET_GROUP.exec(parseArn(arn)?.resource ?? "")?.[1] ?? arn;
}

/** What CloudWatch calls a load balancer or a target group: the end of its ARN. */
function dimensionOf(arn: string): string {
  return (parseArn(arn)?.resource ?? "").replace(/^loadbalancer\//, "");
}

function hasForm(arn: string, form: RegExp): boolean {
  const parsed = parseArn(arn);
  return parsed?.service === "elasticloadbalancing" && form.test(parsed.resource);
}

function rewritten(arn: string, form: RegExp, resource: (...groups: string[]) => string): string {
  const parsed = parseArn(arn);
  const [, ...groups] = form.exec(parsed?.resource ?? "") ?? [];
  if (parsed === undefined || groups.length === 0) {
    throw new Error(`${JSON.stringify(arn)} is no ARN of an Application Load Balancer's listener or rule`);
  }
  return formatArn({ ...parsed, resource: resource(...groups) });
}

export { balancerOfListener, dimensionOf, isListener, isRule, listenerOfRule, targetGroupName };
