import { reasonOf } from "@anew/core";
import type { Service, Task } from "@aws-sdk/client-ecs";
import type { AwsClients } from "../../connection/clients";
import type { EcsIdentity } from "../identity";
import { lastLines } from "./task-log";

/** Events and stopped tasks that an explanation shows. */
const SHOWN_EVENTS = 5;
const SHOWN_TASKS = 3;

/** Why a generation is as it is: what ECS says of its service, of the tasks that ended, and the ends of their logs. */
async function explainService(
  aws: AwsClients,
  identity: EcsIdentity,
  service: Service | undefined,
): Promise<string> {
  if (service === undefined) {
    return `the service ${identity.service} is gone`;
  }
  const { runningCount = 0, pendingCount = 0, desiredCount = 0 } = service;
  const parts = [
    `service ${service.serviceName}: ${runningCount} of ${desiredCount} tasks run, ${pendingCount} start`,
  ];
  for (const { rolloutState, rolloutStateReason } of service.deployments ?? []) {
    if (rolloutState === "FAILED") parts.push(`ECS has given up: ${rolloutStateReason ?? "no reason given"}`);
  }
  const events = (service.events ?? []).slice(0, SHOWN_EVENTS).map(({ message }) => `  ${message}`);
  if (events.length > 0) {
    parts.push(`last events:\n${events.join("\n")}`);
  }
  const ended = await stoppedTasks(aws, identity).catch((error) => [
    `the tasks that ended can't be read: ${reasonOf(error)}`,
  ]);
  return [...parts, ...ended].join("\n");
}

async function stoppedTasks(aws: AwsClients, identity: EcsIdentity): Promise<string[]> {
  const ecs = await aws.ecs();
  const { cluster, service } = identity;
  const serviceName = service.slice(service.lastIndexOf("/") + 1);
  const { taskArns = [] } = await ecs.listTasks({ cluster, serviceName, desiredStatus: "STOPPED" });
  if (taskArns.length === 0) {
    return [];
  }
  const { tasks = [] } = await ecs.describeTasks({ cluster, tasks: taskArns.slice(0, SHOWN_TASKS) });
  return Promise.all(tasks.map((task) => explainTask(aws, identity, task)));
}

async function explainTask(aws: AwsClients, identity: EcsIdentity, task: Task): Promise<string> {
  const id = (task.taskArn ?? "").split("/").at(-1) ?? "";
  const [container] = task.containers ?? [];
  const why = [
    task.stoppedReason,
    container?.reason,
    container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`,
  ].filter(Boolean);
  const head = `task ${id} ended: ${why.length > 0 ? why.join("; ") : "no reason given"}`;
  if (identity.logs === undefined) {
    return head;
  }
  const lines = await lastLines(aws, identity.logs, id).catch((error) => [
    `its log can't be read: ${reasonOf(error)}`,
  ]);
  return lines.length === 0
    ? head
    : `${head}; last log lines:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

export { explainService };
