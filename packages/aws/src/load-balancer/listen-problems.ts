import { type GroupSettings, type InputProblems, parseDuration } from "@anew/core";
import { parseArn } from "../connection/arn";
import { isPlain, plainList } from "../plain-value";
import { isCidr } from "./cidr";
import { type AwsGroupOnlyArgs, type AwsListen, type AwsPreview, listensOf } from "./listen-args";
import { isListener, isRule } from "./rule-arn";
import { conditionsOf, MAX_CONDITION_VALUES, valuesIn } from "./rule-conditions";

const MAX_PRIORITY = 50_000;
/** The longest that a load balancer waits for a draining target. */
const MAX_DEREGISTRATION_MS = 3_600_000;
/** Below this, CloudWatch has nothing to say before the bake is over. */
const LEAST_BAKE = "3 minutes";

const LISTENER_FORM =
  'the ARN of an Application Load Balancer\'s listener, "arn:aws:elasticloadbalancing:<region>:<account>:listener/app/…"';
const RULE_FORM =
  'the ARN of a rule of an Application Load Balancer\'s listener, "arn:aws:elasticloadbalancing:<region>:<account>:listener-rule/app/…"';

/**
 * Looks at the arguments that only a group behind a load balancer has; what is computed is passed over.
 * @param region of gate and switch, where it is known
 */
function findListenProblems(
  args: AwsGroupOnlyArgs,
  settings: GroupSettings,
  region: string | undefined,
  problems: InputProblems,
): void {
  const isList = Array.isArray(args.listen);
  listensOf(args.listen).forEach((listen, index) => {
    if (typeof listen === "object" && listen !== null) {
      const at = problems.at(isList ? `listen[${index}]` : "listen");
      findOneProblems(listen, region, at);
    }
  });
  findSameBalancerProblems(listensOf(args.listen), args.preview, problems);
  if (args.preview !== undefined) {
    findPreviewProblems(args.preview, region, problems.at("preview"));
  }
  findBakeProblems(args.bake, settings, problems);
  if (settings.drainTimeoutMs > MAX_DEREGISTRATION_MS) {
    problems.add({
      property: "drainTimeout",
      given: args.drainTimeout,
      expected: 'at most "1 hour", the longest that a load balancer waits',
    });
  }
}

function findOneProblems(listen: AwsListen, region: string | undefined, problems: InputProblems): void {
  const { listener, rule, priority, from, certificate, host, path } = listen;
  if ((listener === undefined) === (rule === undefined)) {
    problems.add({
      property: "listener",
      given: listener,
      expected: listener === undefined ? LISTENER_FORM : "nothing beside rule: a rule knows its listener",
      fix: "give the listener of your load balancer, or a rule of it that exists",
    });
  } else {
    findArnProblem("listener", listener, isListener, LISTENER_FORM, region, problems);
    findArnProblem("rule", rule, isRule, RULE_FORM, region, problems);
  }
  if (rule !== undefined) {
    for (const [property, given] of Object.entries({ host, path, priority, from, certificate })) {
      if (given !== undefined) {
        problems.add({
          property,
          given,
          expected: "nothing beside rule: only its forwarding is taken over",
          fix: "change it where the rule is declared",
        });
      }
    }
    return;
  }
  findPriorityProblem(priority, problems);
  plainList(from).forEach((range, index) => {
    if (!(typeof range === "string" && isCidr(range))) {
      problems.add({
        property: `from[${index}]`,
        given: range,
        expected: 'an address range such as "10.0.0.0/8"; one address is "192.0.2.7/32"',
      });
    }
  });
  if (from !== undefined && (!Array.isArray(from) || from.length === 0)) {
    problems.add({ property: "from", given: from, expected: "a list of address ranges, or nothing" });
  }
  const values = valuesIn(conditionsOf({ ...listen, from: plainList(from) as readonly string[] }));
  if (values > MAX_CONDITION_VALUES) {
    problems.add({
      property: "from",
      given: from,
      expected: `at most ${MAX_CONDITION_VALUES} values in host, path (which takes two) and from together: a rule takes no more`,
      fix: "use several listen, or a security group of the load balancer",
    });
  }
  findCertificateProblems(listen, problems);
}

function findCertificateProblems({ certificate, listener, host }: AwsListen, problems: InputProblems): void {
  if (certificate === undefined) {
    return;
  }
  if (host === undefined) {
    problems.add({
      property: "certificate",
      given: isPlain(certificate) ? certificate : "an Output",
      expected: "nothing without host: it is chosen by the host's name",
    });
  }
  if (typeof certificate !== "string") {
    return;
  }
  const arn = parseArn(certificate);
  if (arn?.service !== "acm" && arn?.service !== "iam") {
    const expected = 'the ARN of a certificate, "arn:aws:acm:<region>:<account>:certificate/…"';
    problems.add({ property: "certificate", given: certificate, expected });
    return;
  }
  const home = typeof listener === "string" ? parseArn(listener)?.region : undefined;
  if (home !== undefined && arn.service === "acm" && arn.region !== home) {
    problems.add({
      property: "certificate",
      given: certificate,
      expected: `a certificate in ${home}, where the listener is; this one is in ${arn.region}`,
      fix: `request it in ${home} too: only CloudFront takes certificates of another region`,
    });
  }
}

/** One group's target groups belong to one load balancer. */
function findSameBalancerProblems(
  listens: readonly AwsListen[],
  preview: AwsPreview | undefined,
  problems: InputProblems,
): void {
  const arns = [...listens.flatMap(({ listener, rule }) => [listener, rule]), preview?.listener];
  const balancers = new Set(
    arns.flatMap((arn) => {
      const known = typeof arn === "string" && (isListener(arn) || isRule(arn));
      return known ? [parseArn(arn)?.resource.split("/").slice(1, 4).join("/")] : [];
    }),
  );
  if (balancers.size > 1) {
    problems.add({
      property: "listen",
      given: [...balancers],
      expected: "listeners of one load balancer: a target group belongs to one",
      fix: "declare a group for each load balancer",
    });
  }
}

function findPreviewProblems(preview: AwsPreview, region: string | undefined, problems: InputProblems): void {
  const { listener, priority, address, probe } = preview;
  if (listener === undefined) {
    const fix = "give a listener on another port, which only you reach";
    problems.add({ property: "listener", given: listener, expected: LISTENER_FORM, fix });
  }
  findArnProblem("listener", listener, isListener, LISTENER_FORM, region, problems);
  findPriorityProblem(priority, problems);
  if (address !== undefined && !(URL.canParse(address) && /^https?:$/.test(new URL(address).protocol))) {
    problems.add({ property: "address", given: address, expected: 'such as "http://127.0.0.1:9000"' });
  }
  if (probe !== undefined && probe !== "gate" && probe !== "none") {
    problems.add({ property: "probe", given: probe, expected: '"gate" or "none"' });
  }
}

function findBakeProblems(
  bake: AwsGroupOnlyArgs["bake"],
  settings: GroupSettings,
  problems: InputProblems,
): void {
  if (bake === undefined) {
    return;
  }
  plainList(bake.alarms).forEach((alarm, index) => {
    const arn = typeof alarm === "string" ? parseArn(alarm) : undefined;
    if (isPlain(alarm) && !(arn?.service === "cloudwatch" && arn.resource.startsWith("alarm:"))) {
      const expected = 'the ARN of an alarm, "arn:aws:cloudwatch:<region>:<account>:alarm:<name>"';
      problems.add({ property: `bake.alarms[${index}]`, given: alarm, expected });
    }
  });
  const { maxErrorRate, maxP99, maxErrorRateIncrease, maxP99Ratio } = bake;
  const measured = [maxErrorRate, maxP99, maxErrorRateIncrease, maxP99Ratio].some((one) => one !== undefined);
  if (measured && settings.bake !== undefined && settings.bake.forMs < parseDuration(LEAST_BAKE)) {
    problems.add({
      property: "bake.for",
      given: bake.for,
      expected: `at least "${LEAST_BAKE}" with a limit on what a load balancer measures: CloudWatch has it by the minute, and late`,
      fix: "bake longer, or use alarms or a Prometheus of your own",
    });
  }
}

function findArnProblem(
  property: string,
  given: unknown,
  hasForm: (arn: string) => boolean,
  expected: string,
  region: string | undefined,
  problems: InputProblems,
): void {
  if (given === undefined || !isPlain(given)) {
    return;
  }
  if (typeof given !== "string" || !hasForm(given)) {
    problems.add({ property, given, expected });
    return;
  }
  const home = parseArn(given)?.region;
  if (region !== undefined && home !== region) {
    problems.add({
      property,
      given,
      expected: `one in ${region}, the region of the connection; this one is in ${home}`,
      fix: `give connection: { region: "${home}" }, or set the stack's aws:region`,
    });
  }
}

function findPriorityProblem(priority: unknown, problems: InputProblems): void {
  const isFine =
    Number.isInteger(priority) && (priority as number) >= 1 && (priority as number) <= MAX_PRIORITY;
  if (priority !== undefined && !isFine) {
    problems.add({
      property: "priority",
      given: priority,
      expected: `a whole number from 1 to ${MAX_PRIORITY}`,
    });
  }
}

export { findListenProblems, LEAST_BAKE };
