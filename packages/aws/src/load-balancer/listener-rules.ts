import { RouterDown } from "@anew/core";
import type { Rule } from "@aws-sdk/client-elastic-load-balancing-v2";
import { isMissing } from "../connection/aws-fault";
import type { AwsClients } from "../connection/clients";
import { actionsFor, type Weights, weightsOf } from "./forward-action";

/** Listener rules, as the switch reads and writes them. */
class ListenerRules {
  constructor(
    private readonly aws: AwsClients,
    private readonly arns: readonly string[],
  ) {}

  /**
   * The live weights of each rule.
   * @throws RouterDown where a rule is gone: then nothing is served
   */
  async read(): Promise<readonly Weights[]> {
    return (await this.rules()).map((rule) => weightsOf(rule.Actions));
  }

  /** Gives every rule these weights: one call for each, which moves its traffic at once. */
  async write(weights: Weights): Promise<void> {
    for (const rule of await this.rules()) {
      await this.modify(rule, weights);
    }
  }

  /** Takes a target group out of the rules in which it still stands, with whatever weight. */
  async forget(targetGroup: string): Promise<void> {
    for (const rule of await this.rules()) {
      const weights = new Map(weightsOf(rule.Actions));
      if (weights.delete(targetGroup)) {
        await this.modify(rule, weights);
      }
    }
  }

  private async modify(rule: Rule, weights: Weights): Promise<void> {
    const elb = await this.aws.loadBalancing();
    await elb.modifyRule({ RuleArn: rule.RuleArn, Actions: actionsFor(weights, rule.Actions) });
  }

  private async rules(): Promise<readonly Rule[]> {
    const elb = await this.aws.loadBalancing();
    try {
      const { Rules = [] } = await elb.describeRules({ RuleArns: [...this.arns] });
      // In the order of `listen`, not in that of the answer.
      return [...Rules].sort(
        (a, b) => this.arns.indexOf(a.RuleArn ?? "") - this.arns.indexOf(b.RuleArn ?? ""),
      );
    } catch (error) {
      if (isMissing(error)) {
        throw new RouterDown(
          `a listener rule of the group is gone (${this.arns.join(", ")}): ` +
            "run pulumi refresh, then the update makes it anew",
        );
      }
      throw error;
    }
  }
}

export { ListenerRules };
