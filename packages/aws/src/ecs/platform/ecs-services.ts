import type { Service } from "@aws-sdk/client-ecs";
import { isMissing } from "../../connection/aws-fault";
import type { AwsClients } from "../../connection/clients";
import type { EcsIdentity } from "../identity";

/** A generation's service, as ECS tells of it; undefined when it is gone. */
async function serviceOf(aws: AwsClients, { cluster, service }: EcsIdentity): Promise<Service | undefined> {
  const ecs = await aws.ecs();
  try {
    const { services: [found] = [] } = await ecs.describeServices({ cluster, services: [service] });
    // One that was deleted is told of for a while.
    return found?.status === "INACTIVE" || found?.status === "DRAINING" ? undefined : found;
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Asks for so many tasks. @throws Error where the service is gone */
async function scale(aws: AwsClients, { cluster, service }: EcsIdentity, tasks: number): Promise<void> {
  const ecs = await aws.ecs();
  await ecs.updateService({ cluster, service, desiredCount: tasks });
}

export { scale, serviceOf };
