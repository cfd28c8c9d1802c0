import type { Clock } from "@anew/core";
import { parseArn } from "../connection/arn";
import type { AwsClients } from "../connection/clients";
import { Paced } from "./paced";

/** How often alarms are looked at, milliseconds. */
const LOOK_EVERY_MS = 10_000;

/** An alarm that is in the state ALARM. */
interface Ringing {
  readonly arn: string;
  readonly name: string;
  readonly reason: string;
}

/**
 * CloudWatch alarms that watch a release. One that rings from the start says nothing about the new generation: it refuses
 * the release beforehand, and is passed over in a rollback, which may be the cure.
 */
class Alarms {
  private readonly looks: Paced<readonly Ringing[]>;
  private fromTheStart: ReadonlySet<string> | undefined;

  constructor(
    private readonly aws: AwsClients,
    clock: Clock,
    private readonly arns: readonly string[],
  ) {
    this.looks = new Paced(clock, LOOK_EVERY_MS, () => this.look());
  }

  /** @throws Error where an alarm rings already, or is not there */
  async requireQuiet(): Promise<void> {
    const ringing = await this.start();
    if (ringing.length > 0) {
      throw new Error(
        `${describe(ringing)} before the release: nothing could be concluded from it. Wait until it is over`,
      );
    }
  }

  /** The alarms that have begun to ring since the release started, in words. */
  async broken(): Promise<readonly string[]> {
    if (this.arns.length === 0) {
      return [];
    }
    const { value } =
      this.fromTheStart === undefined ? { value: await this.start() } : await this.looks.get();
    const news = value.filter(({ arn }) => !this.fromTheStart?.has(arn));
    return news.length === 0 ? [] : [describe(news)];
  }

  private async start(): Promise<readonly Ringing[]> {
    const { value } = await this.looks.get();
    this.fromTheStart ??= new Set(value.map(({ arn }) => arn));
    return value;
  }

  private async look(): Promise<readonly Ringing[]> {
    if (this.arns.length === 0) {
      return [];
    }
    const cloudWatch = await this.aws.cloudWatch();
    const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.describeAlarms({
      AlarmNames: this.arns.map(nameOfAlarm),
      AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
    });
    const found = [...MetricAlarms, ...CompositeAlarms];
    const missing = this.arns.filter((arn) => !found.some(({ AlarmArn }) => AlarmArn === arn));
    if (missing.length > 0) {
      throw new Error(`bake.alarms: there is no alarm ${missing.join(", ")}`);
    }
    return found
      .filter(({ AlarmArn, StateValue }) => StateValue === "ALARM" && this.arns.includes(AlarmArn ?? ""))
      .map(({ AlarmArn = "", AlarmName = "", StateReason = "" }) => ({
        arn: AlarmArn,
        name: AlarmName,
        reason: StateReason,
      }));
  }
}

/** The name of an alarm, from its ARN. */
function nameOfAlarm(arn: string): string {
  return (parseArn(arn)?.resource ?? arn).replace(/^alarm:/, "");
}

function describe(ringing: readonly Ringing[]): string {
  return ringing
    .map(({ name, reason }) => `the alarm ${name} is in ALARM${reason === "" ? "" : ` (${reason})`}`)
    .join("; ");
}

export { Alarms };
