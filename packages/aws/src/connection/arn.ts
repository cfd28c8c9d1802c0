/**
 * The parts of an Amazon Resource Name.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for what is in no region, such as a role. */
  readonly region: string;
  readonly account: string;
  /** What comes after the account, such as `listener/app/web/0123456789abcdef/0123456789abcdef`. */
  readonly resource: string;
}

const ARN = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|):(.+)$/;

/** Undefined for what is no ARN. */
function parseArn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] = ARN.exec(text) ?? [];
  if (partition === undefined || service === undefined || resource === undefined) {
    return undefined;
  }
  return { partition, service, region: region ?? "", account: account ?? "", resource };
}

function formatArn({ partition, service, region, account, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

export type { Arn };
export { formatArn, parseArn };
