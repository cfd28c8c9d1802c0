import type { AwsClients } from "../../connection/clients";
import { CONTAINER_NAME } from "../container-definition";
import type { EcsIdentity } from "../identity";

/** Lines of a log that are shown. */
const SHOWN_LINES = 10;

/** The last lines that a task has written. */
async function lastLines(
  aws: AwsClients,
  { group, prefix }: NonNullable<EcsIdentity["logs"]>,
  task: string,
): Promise<string[]> {
  const logs = await aws.logs();
  const { events = [] } = await logs.getLogEvents({
    logGroupName: group,
    // As the awslogs driver names it.
    logStreamName: `${prefix}/${CONTAINER_NAME}/${task}`,
    limit: SHOWN_LINES,
    startFromHead: false,
  });
  return events.map(({ message = "" }) => message.trimEnd());
}

export { lastLines };
