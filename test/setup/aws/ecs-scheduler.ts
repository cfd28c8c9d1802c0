import { LABELS } from "@anew/core";
import type { Account } from "./account";
import type { AwsCall, AwsProxy } from "./aws-proxy";

/** How the tasks of a generation fare; told by a test. */
export type TaskFate = "healthy" | "unhealthy" | "no capacity";

/** What ECS says when it finds no room. */
export const NO_CAPACITY =
  "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.";

const DRAIN_MS = 300;

interface Draining {
  readonly id: string;
  readonly until: number;
}

/**
 * Plays what moto leaves out of ECS and of the load balancer: tasks that run as many as a service wants and stand as targets
 * in its target group, targets that drain, and targets that fail their checks.
 */
export class EcsScheduler {
  /** How long a target drains, real milliseconds. */
  drainMs = DRAIN_MS;
  private fate: TaskFate = "healthy";
  private readonly fates = new Map<string, TaskFate>();
  private readonly draining = new Map<string, Draining[]>();
  private addresses = 1;

  constructor(
    private readonly account: Account,
    proxy: AwsProxy,
  ) {
    for (const operation of ["CreateService", "UpdateService"]) {
      proxy.answer(operation, async (body) => {
        const { service } = JSON.parse(body);
        await this.follow(service.clusterArn, service.serviceArn);
        return body;
      });
    }
    proxy.answer("ListTaskDefinitionFamilies", (body) => this.activeFamilies(body));
    proxy.answer("DescribeServices", (body) => this.tellOfCapacity(body));
    proxy.answer("DescribeTargetHealth", (body, call) => this.tellOfTargets(body, call));
  }

  reset(): void {
    this.fate = "healthy";
    this.fates.clear();
    this.draining.clear();
    this.drainMs = DRAIN_MS;
  }

  /** How the tasks of services fare that are made from now on. */
  next(fate: TaskFate): void {
    this.fate = fate;
  }

  /** How the tasks of a generation fare from now on. */
  async turn(generation: string, fate: TaskFate): Promise<void> {
    const { TargetGroups = [] } = await this.account.elb.describeTargetGroups({});
    for (const { TargetGroupArn = "" } of TargetGroups) {
      const { TagDescriptions: [described] = [] } = await this.account.elb.describeTags({
        ResourceArns: [TargetGroupArn],
      });
      const tag = described?.Tags?.find(({ Key }) => Key === LABELS.generation);
      if (tag?.Value === generation) this.fates.set(TargetGroupArn, fate);
    }
  }

  private async follow(cluster: string, service: string): Promise<void> {
    const { ecs, elb } = this.account;
    const { services: [found] = [] } = await ecs.describeServices({ cluster, services: [service] });
    if (found === undefined) return;
    const { desiredCount = 0, runningCount = 0 } = found;
    const fate = this.fates.get(service) ?? this.fate;
    this.fates.set(service, fate);
    if (fate !== "no capacity" && runningCount !== desiredCount) {
      await ecs.updateService({ cluster, service, desiredCount });
    }
    for (const { targetGroupArn = "" } of found.loadBalancers ?? []) {
      if (!this.fates.has(targetGroupArn)) this.fates.set(targetGroupArn, fate);
      const { TargetHealthDescriptions = [] } = await elb.describeTargetHealth({
        TargetGroupArn: targetGroupArn,
      });
      const targets = TargetHealthDescriptions.flatMap(({ Target }) => (Target?.Id ? [Target.Id] : []));
      for (const id of targets.slice(desiredCount)) {
        await elb.deregisterTargets({ TargetGroupArn: targetGroupArn, Targets: [{ Id: id }] });
        const list = this.draining.get(targetGroupArn) ?? [];
        this.draining.set(targetGroupArn, [...list, { id, until: Date.now() + this.drainMs }]);
      }
      for (let missing = desiredCount - targets.length; missing > 0 && fate !== "no capacity"; missing--) {
        const id = `10.0.${Math.floor(this.addresses / 250)}.${(this.addresses % 250) + 1}`;
        this.addresses++;
        await elb.registerTargets({ TargetGroupArn: targetGroupArn, Targets: [{ Id: id, Port: 8080 }] });
      }
    }
  }

  /** moto tells of all families, whatever is asked for. */
  private async activeFamilies(body: string): Promise<string> {
    const { families = [] } = JSON.parse(body) as { families?: string[] };
    const { taskDefinitionArns = [] } = await this.account.ecs.listTaskDefinitions({ status: "ACTIVE" });
    const active = families.filter((family) => taskDefinitionArns.some((arn) => arn.includes(`/${family}:`)));
    return JSON.stringify({ families: active });
  }

  private tellOfCapacity(body: string): string {
    const answer = JSON.parse(body);
    for (const service of answer.services ?? []) {
      if (this.fates.get(service.serviceArn) === "no capacity") {
        service.events = [{ id: "1", createdAt: 1, message: NO_CAPACITY }];
      }
    }
    return JSON.stringify(answer);
  }

  private tellOfTargets(body: string, call: AwsCall): string {
    const group = new URLSearchParams(call.body).get("TargetGroupArn") ?? "";
    const draining = (this.draining.get(group) ?? []).filter(({ until }) => until > Date.now());
    const failing = this.fates.get(group) === "unhealthy";
    const seen = failing
      ? body.replaceAll(
          "<State>healthy</State>",
          "<State>unhealthy</State><Reason>Target.ResponseCodeMismatch</Reason>" +
            "<Description>Health checks failed with these codes: [500]</Description>",
        )
      : body;
    const members = draining.map(
      ({ id }) =>
        `<member><HealthCheckPort>8080</HealthCheckPort><TargetHealth><State>draining</State>` +
        `<Reason>Target.DeregistrationInProgress</Reason></TargetHealth><Target><Port>8080</Port><Id>${id}</Id></Target></member>`,
    );
    return members.length === 0
      ? seen
      : seen
          .replace("<TargetHealthDescriptions/>", "<TargetHealthDescriptions></TargetHealthDescriptions>")
          .replace("</TargetHealthDescriptions>", `${members.join("")}</TargetHealthDescriptions>`);
  }
}
