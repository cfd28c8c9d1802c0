import { type GroupKey, type Known, LABELS, type Orphan } from "@anew/core";
import type { ResourceTagMapping } from "@aws-sdk/client-resource-groups-tagging-api";
import { parseArn } from "../connection/arn";
import { isInUse, isMissing } from "../connection/aws-fault";
import type { AwsClients } from "../connection/clients";
import { weightsOf } from "../load-balancer/forward-action";
import { isRule, listenerOfRule } from "../load-balancer/rule-arn";
import type { Fleet, Place } from "./fleet";

/** A removal of its own: rules first, since they hold target groups; what serves next; what it was made of last. */
const ORDER = ["listener rule", "service", "Auto Scaling group", "target group"];

/** Something that carries the tags of a group. */
interface Tagged {
  readonly arn: string;
  readonly generation: string;
}

/** Finds and removes what a cut-off update has left. */
class Orphans {
  constructor(
    private readonly aws: AwsClients,
    private readonly key: GroupKey,
    private readonly fleet: Fleet,
    /** The listeners on which rules of a generation may stand. */
    private readonly listeners: readonly string[],
  ) {}

  /** @param places of the declared generations */
  async find(known: Known, places: ReadonlyMap<string, Place>): Promise<Orphan[]> {
    const candidates = (await this.tagged()).filter((one) =>
      isOrphan(one, known, places.get(one.generation)),
    );
    const existing = await this.existing(candidates.map(({ arn }) => arn));
    return candidates
      .filter(({ arn }) => existing.has(arn))
      .map(({ arn, generation }) => ({ arn, generation, kind: this.kindOf(arn) }))
      .filter(({ kind }) => kind !== undefined)
      .sort((a, b) => rank(a.kind) - rank(b.kind) || (a.arn < b.arn ? -1 : 1))
      .map(({ arn, generation, kind }) => ({
        id: arn,
        description: `${kind} ${nameOf(arn)} of generation ${generation}`,
        ...(kind === "target group" && { attachedAs: generation }),
      }));
  }

  async remove(arn: string): Promise<void> {
    try {
      await this.removeOne(arn);
    } catch (error) {
      if (!isMissing(error)) {
        throw error;
      }
    }
  }

  private async removeOne(arn: string): Promise<void> {
    const own = this.fleet.orphan(arn);
    if (own !== undefined) {
      return own.remove();
    }
    const elb = await this.aws.loadBalancing();
    if (isRule(arn)) {
      await elb.deleteRule({ RuleArn: arn });
      return;
    }
    try {
      await elb.deleteTargetGroup({ TargetGroupArn: arn });
    } catch (error) {
      if (!isInUse(error)) throw error;
      await this.removeRulesOf(arn);
      await elb.deleteTargetGroup({ TargetGroupArn: arn });
    }
  }

  /** Removes the rules that forward to nothing but this target group, and so belong to its generation. */
  private async removeRulesOf(targetGroup: string): Promise<void> {
    const elb = await this.aws.loadBalancing();
    for (const listener of this.listeners) {
      const { Rules = [] } = await elb.describeRules({ ListenerArn: listener });
      for (const { RuleArn, Actions, Priority } of Rules) {
        const groups = [...weightsOf(Actions).keys()];
        if (groups.length === 1 && groups[0] === targetGroup && Priority !== "default") {
          await elb.deleteRule({ RuleArn });
        }
      }
    }
  }

  /** AWS tells of tagged things for a while after they are gone. */
  private async existing(arns: readonly string[]): Promise<ReadonlySet<string>> {
    if (arns.length === 0) {
      return new Set();
    }
    const found = new Set(await this.fleet.existing(arns));
    for (const arn of arns) {
      const kind = this.kindOf(arn);
      const isOwn = kind === "listener rule" || kind === "target group";
      if (isOwn && (await this.isThere(arn))) found.add(arn);
    }
    return found;
  }

  private async isThere(arn: string): Promise<boolean> {
    const elb = await this.aws.loadBalancing();
    try {
      await (isRule(arn)
        ? elb.describeRules({ RuleArns: [arn] })
        : elb.describeTargetGroups({ TargetGroupArns: [arn] }));
      return true;
    } catch (error) {
      if (isMissing(error)) {
        return false;
      }
      throw error;
    }
  }

  private kindOf(arn: string): string | undefined {
    if (isRule(arn)) return "listener rule";
    if (parseArn(arn)?.resource.startsWith("targetgroup/")) return "target group";
    return this.fleet.orphan(arn)?.kind;
  }

  private async tagged(): Promise<readonly Tagged[]> {
    const tagging = await this.aws.tagging();
    const found: Tagged[] = [];
    let PaginationToken: string | undefined;
    do {
      const page = await tagging.getResources({
        ...(PaginationToken && { PaginationToken }),
        TagFilters: [
          { Key: LABELS.owner, Values: [this.key.owner] },
          { Key: LABELS.group, Values: [this.key.group] },
        ],
      });
      found.push(...(page.ResourceTagMappingList ?? []).flatMap(readTagged));
      PaginationToken = page.PaginationToken || undefined;
    } while (PaginationToken !== undefined);
    return found;
  }
}

function readTagged({ ResourceARN, Tags = [] }: ResourceTagMapping): Tagged[] {
  const generation = Tags.find(({ Key }) => Key === LABELS.generation)?.Value;
  return ResourceARN === undefined || generation === undefined ? [] : [{ arn: ResourceARN, generation }];
}

function isOrphan({ arn, generation }: Tagged, known: Known, place: Place | undefined): boolean {
  if (known.ids.includes(arn)) {
    return false;
  }
  if (place === undefined) {
    return !known.generations.includes(generation);
  }
  // Of one that is declared, its identity names what is in the state.
  return !place.owned.includes(arn);
}

function rank(kind: string | undefined): number {
  const index = ORDER.indexOf(kind ?? "");
  return index === -1 ? ORDER.length : index;
}

function nameOf(arn: string): string {
  return parseArn(arn)?.resource ?? arn;
}

/** The listeners of rules, each once. */
function listenersOf(rules: readonly string[]): readonly string[] {
  return [...new Set(rules.filter(isRule).map(listenerOfRule))];
}

export { listenersOf, Orphans };
