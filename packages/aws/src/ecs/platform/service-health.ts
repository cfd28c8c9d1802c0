import type { Health } from "@anew/core";
import type { Service, Task } from "@aws-sdk/client-ecs";
import type { EcsIdentity } from "../identity";

/**
 * How a generation does by what ECS says: all tasks run, and those with a check of their own are healthy.
 * @param tasks undefined where the spec has no command that a task could run to check itself
 */
function serviceHealth(
  service: Service | undefined,
  identity: EcsIdentity,
  tasks: readonly Task[] | undefined,
): Health {
  const of = identity.replicas;
  if (service === undefined) {
    return { healthy: false, ready: 0, of, detail: `the service ${identity.service} is gone` };
  }
  const running = service.runningCount ?? 0;
  const failed = service.deployments?.find(({ rolloutState }) => rolloutState === "FAILED");
  if (failed !== undefined) {
    const detail = failed.rolloutStateReason ?? "ECS has given its tasks up";
    return { healthy: false, ready: running, of, detail };
  }
  const ready =
    tasks === undefined ? running : tasks.filter((task) => task.healthStatus === "HEALTHY").length;
  const healthy = ready >= of && running === (service.desiredCount ?? 0);
  const missing = tasks === undefined ? "run" : "are healthy by their own check";
  return { healthy, ready, of, detail: healthy ? "all tasks run" : `${ready} of ${of} tasks ${missing}` };
}

export { serviceHealth };
