import type { Health, Json } from "@anew/core";
import type { Task } from "@aws-sdk/client-ecs";
import type { AwsClients } from "../../connection/clients";
import type { Fleet, Place } from "../../platform/fleet";
import { type EcsIdentity, ecsIdentity } from "../identity";
import { registryProblem } from "./ecs-image";
import { existingParts, kindOfPart, removePart } from "./ecs-parts";
import { scale, serviceOf } from "./ecs-services";
import { explainService } from "./explain-service";
import { serviceHealth } from "./service-health";

/** Generations that are services of ECS. */
class EcsFleet implements Fleet {
  constructor(private readonly aws: AwsClients) {}

  place(identity: Json): Place {
    const { targetGroup, replicas, check, owned } = ecsIdentity(identity);
    return { targetGroup, wanted: replicas, check, owned };
  }

  async health(value: Json): Promise<Health> {
    const identity = ecsIdentity(value);
    const service = await serviceOf(this.aws, identity);
    const tasks =
      service !== undefined && identity.check.kind === "command" ? await this.tasks(identity) : undefined;
    return serviceHealth(service, identity, tasks);
  }

  async explain(value: Json): Promise<string> {
    const identity = ecsIdentity(value);
    return explainService(this.aws, identity, await serviceOf(this.aws, identity));
  }

  async running(identity: Json): Promise<boolean> {
    const service = await serviceOf(this.aws, ecsIdentity(identity));
    return (service?.desiredCount ?? 0) > 0;
  }

  async start(value: Json): Promise<void> {
    const identity = ecsIdentity(value);
    const service = await serviceOf(this.aws, identity);
    if (service === undefined) {
      throw new Error(
        `the service ${identity.service} is gone and can't be started: release a new generation`,
      );
    }
    if ((service.desiredCount ?? 0) === 0) {
      await scale(this.aws, identity, identity.replicas);
    }
  }

  /** The tasks themselves know how long they may take: `gracePeriodMs` stands in their definition. */
  stop(identity: Json, _gracePeriodMs: number): Promise<void> {
    return this.scaleDown(ecsIdentity(identity));
  }

  /** ECS deregisters the targets, waits until the load balancer has let go of them, and only then ends the tasks. */
  withdraw(identity: Json): Promise<void> {
    return this.scaleDown(ecsIdentity(identity));
  }

  imageProblem(image: string): Promise<string | undefined> {
    return registryProblem(image);
  }

  existing(arns: readonly string[]): Promise<ReadonlySet<string>> {
    return existingParts(this.aws, arns);
  }

  orphan(arn: string): { readonly kind: string; readonly remove: () => Promise<void> } | undefined {
    const kind = kindOfPart(arn);
    return kind === undefined ? undefined : { kind, remove: () => removePart(this.aws, kind, arn) };
  }

  private async scaleDown(identity: EcsIdentity): Promise<void> {
    const service = await serviceOf(this.aws, identity);
    if ((service?.desiredCount ?? 0) > 0) {
      await scale(this.aws, identity, 0);
    }
  }

  private async tasks({ cluster, service }: EcsIdentity): Promise<readonly Task[]> {
    const ecs = await this.aws.ecs();
    const serviceName = service.slice(service.lastIndexOf("/") + 1);
    const { taskArns = [] } = await ecs.listTasks({ cluster, serviceName, desiredStatus: "RUNNING" });
    if (taskArns.length === 0) {
      return [];
    }
    const { tasks = [] } = await ecs.describeTasks({ cluster, tasks: taskArns });
    return tasks;
  }
}

export { EcsFleet };
