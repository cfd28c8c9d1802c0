import { awsFault } from "../connection/aws-fault";
import { clientConfig } from "../connection/client-config";
import type { Connection } from "../connection/connection";

/**
 * The outputs of a CloudFormation stack, as plain texts: for a program that runs beside what CloudFormation owns.
 *
 * @param stack name or ARN
 * @param connection the account and region @default the environment's
 * @throws AwsFault where there is no such stack, or it can't be read
 * @see docs/aws.md#what-exists-already
 */
async function cloudFormationOutputs(
  stack: string,
  connection: Connection = {},
): Promise<Readonly<Record<string, string>>> {
  const { CloudFormation } = await import("@aws-sdk/client-cloudformation");
  const client = new CloudFormation(await clientConfig(connection));
  try {
    const { Stacks: [found] = [] } = await client.describeStacks({ StackName: stack });
    const outputs = (found?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }): [string, string] => [
      OutputKey,
      OutputValue,
    ]);
    return Object.fromEntries(outputs);
  } catch (error) {
    throw awsFault(
      { service: "cloudformation", operation: "DescribeStacks", region: connection.region },
      error,
    );
  } finally {
    client.destroy();
  }
}

export { cloudFormationOutputs };
