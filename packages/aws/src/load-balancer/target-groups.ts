import { type GroupKey, LABELS } from "@anew/core";
import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import { isMissing } from "../connection/aws-fault";
import type { AwsClients } from "../connection/clients";
import { targetGroupName } from "./rule-arn";

/** ARNs that one call for tags may name: AWS's own limit. */
const TAGS_AT_ONCE = 20;

/** The targets of a group; undefined where the group is gone. */
type Targets = readonly TargetHealthDescription[] | undefined;

/** Target groups: which generation they are, and how their targets do. */
class TargetGroups {
  /** What their tags said: they never change. */
  private readonly generations = new Map<string, string>();

  constructor(
    private readonly aws: AwsClients,
    private readonly key: GroupKey,
  ) {}

  /**
   * The generation behind each target group. One that is not the group's own is called by its name: what somebody else
   * put there is then seen for what it is.
   */
  async generationsOf(arns: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const unknown = [...new Set(arns)].filter((arn) => !this.generations.has(arn));
    for (let start = 0; start < unknown.length; start += TAGS_AT_ONCE) {
      await this.ask(unknown.slice(start, start + TAGS_AT_ONCE));
    }
    return new Map(arns.map((arn) => [arn, this.generations.get(arn) ?? targetGroupName(arn)]));
  }

  /** All targets, those that are draining too. @returns undefined where the target group is gone */
  async targets(arn: string): Promise<Targets> {
    const elb = await this.aws.loadBalancing();
    try {
      const { TargetHealthDescriptions = [] } = await elb.describeTargetHealth({ TargetGroupArn: arn });
      return TargetHealthDescriptions;
    } catch (error) {
      if (isMissing(error)) {
        return undefined;
      }
      throw error;
    }
  }

  /** Takes all targets out: the load balancer sends them nothing new and waits for what is in flight. */
  async deregisterAll(arn: string): Promise<void> {
    const registered = ((await this.targets(arn)) ?? []).filter(
      ({ TargetHealth }) => TargetHealth?.State !== "draining",
    );
    const targets = registered.flatMap(({ Target }) => (Target?.Id === undefined ? [] : [Target]));
    if (targets.length > 0) {
      const elb = await this.aws.loadBalancing();
      await elb.deregisterTargets({ TargetGroupArn: arn, Targets: targets });
    }
  }

  private async ask(arns: readonly string[]): Promise<void> {
    const elb = await this.aws.loadBalancing();
    const { TagDescriptions = [] } = await elb.describeTags({ ResourceArns: [...arns] }).catch((error) => {
      // A target group that is gone has no tags; neither is asked for its neighbours' sake.
      if (isMissing(error)) return { TagDescriptions: [] };
      throw error;
    });
    for (const { ResourceArn = "", Tags = [] } of TagDescriptions) {
      const tags = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
      const generation = tags.get(LABELS.generation);
      const isOurs = tags.get(LABELS.owner) === this.key.owner && tags.get(LABELS.group) === this.key.group;
      if (isOurs && generation !== undefined) this.generations.set(ResourceArn, generation);
    }
  }
}

export type { Targets };
export { TargetGroups };
