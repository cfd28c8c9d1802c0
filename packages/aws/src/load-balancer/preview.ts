import type { HealthCheckSpec } from "@anew/core";
import type { AwsClients } from "../connection/clients";
import { ListenerRules } from "./listener-rules";
import { probe } from "./probe";
import type { AwsRoute } from "./route";
import { balancerOfListener, listenerOfRule } from "./rule-arn";

/** The test listener: it shows a generation that waits for its switch, and the gate asks through it. */
class Preview {
  private readonly rules: ListenerRules;
  private address: string | undefined;
  private shown: string | undefined;

  constructor(
    private readonly aws: AwsClients,
    private readonly preview: NonNullable<AwsRoute["preview"]>,
  ) {
    this.rules = new ListenerRules(aws, [preview.rule]);
    this.address = preview.address;
  }

  async show(targetGroup: string): Promise<void> {
    if (this.shown !== targetGroup) {
      await this.rules.write(new Map([[targetGroup, 1]]));
      this.shown = targetGroup;
    }
  }

  /** @param targetGroup hidden only if it is this one that is shown @default whatever is shown */
  async hide(targetGroup?: string): Promise<void> {
    this.shown = undefined;
    if (targetGroup === undefined) {
      await this.rules.write(new Map());
    } else {
      await this.rules.forget(targetGroup);
    }
  }

  /**
   * Asks a generation's own health check through the test listener.
   * @returns why it is not healthy; undefined where it is, or nothing can be asked
   */
  async problem(targetGroup: string, check: HealthCheckSpec): Promise<string | undefined> {
    if (this.preview.probe === "none" || check.kind !== "http") {
      return undefined;
    }
    await this.show(targetGroup);
    const { host } = this.preview;
    this.address ??= await this.findAddress();
    const target = { address: this.address, ...(host !== undefined && { host }) };
    const problem = await probe(target, check);
    return problem === undefined ? undefined : `the test listener at ${problem}`;
  }

  private async findAddress(): Promise<string> {
    const elb = await this.aws.loadBalancing();
    const arn = listenerOfRule(this.preview.rule);
    const { Listeners: [listener] = [] } = await elb.describeListeners({ ListenerArns: [arn] });
    const { LoadBalancers: [balancer] = [] } = await elb.describeLoadBalancers({
      LoadBalancerArns: [balancerOfListener(arn)],
    });
    const scheme = listener?.Protocol === "HTTPS" ? "https" : "http";
    return `${scheme}://${balancer?.DNSName}:${listener?.Port}`;
  }
}

export { Preview };
