import { parseArn } from "../../connection/arn";
import { isMissing } from "../../connection/aws-fault";
import type { AwsClients } from "../../connection/clients";

/** What a generation in ECS consists of, beside what its load balancer has. */
type PartKind = "service" | "task definition" | "secret";

/** Services that one call may ask for: AWS's own limit. */
const SERVICES_AT_ONCE = 10;

function kindOfPart(arn: string): PartKind | undefined {
  const { service, resource = "" } = parseArn(arn) ?? {};
  if (service === "secretsmanager") return "secret";
  if (service !== "ecs") return undefined;
  if (resource.startsWith("service/")) return "service";
  return resource.startsWith("task-definition/") ? "task definition" : undefined;
}

/** Those that are there, and neither deleted nor given up. */
async function existingParts(aws: AwsClients, arns: readonly string[]): Promise<ReadonlySet<string>> {
  const of = (kind: PartKind) => arns.filter((arn) => kindOfPart(arn) === kind);
  const found = await Promise.all([
    activeServices(aws, of("service")),
    activeDefinitions(aws, of("task definition")),
    keptSecrets(aws, of("secret")),
  ]);
  return new Set(found.flat());
}

async function activeServices(aws: AwsClients, arns: readonly string[]): Promise<string[]> {
  const active: string[] = [];
  const clusters = new Set(arns.map(clusterOf));
  for (const cluster of clusters) {
    const own = arns.filter((arn) => clusterOf(arn) === cluster);
    for (let start = 0; start < own.length; start += SERVICES_AT_ONCE) {
      const ecs = await aws.ecs();
      const { services = [] } = await ecs
        .describeServices({ cluster, services: own.slice(start, start + SERVICES_AT_ONCE) })
        .catch((error) => {
          if (isMissing(error)) return { services: [] };
          throw error;
        });
      active.push(
        ...services.flatMap(({ status, serviceArn = "" }) => (status === "ACTIVE" ? [serviceArn] : [])),
      );
    }
  }
  return active;
}

/** One question for all: those that were given up stay in the account for good, and would be asked for each by itself. */
async function activeDefinitions(aws: AwsClients, arns: readonly string[]): Promise<string[]> {
  const active = new Set<string>();
  for (const familyPrefix of new Set(arns.map((arn) => familyOf(arn).replace(/[^-]*$/, "")))) {
    const ecs = await aws.ecs();
    let nextToken: string | undefined;
    do {
      const page = await ecs.listTaskDefinitionFamilies({
        familyPrefix,
        status: "ACTIVE",
        ...(nextToken && { nextToken }),
      });
      for (const family of page.families ?? []) active.add(family);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
  return arns.filter((arn) => active.has(familyOf(arn)));
}

async function keptSecrets(aws: AwsClients, arns: readonly string[]): Promise<string[]> {
  const kept: string[] = [];
  for (const arn of arns) {
    const secrets = await aws.secrets();
    const described = await secrets.describeSecret({ SecretId: arn }).catch((error) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (described !== undefined && described.DeletedDate === undefined) kept.push(arn);
  }
  return kept;
}

async function removePart(aws: AwsClients, kind: PartKind, arn: string): Promise<void> {
  if (kind === "secret") {
    const secrets = await aws.secrets();
    await secrets.deleteSecret({ SecretId: arn });
    return;
  }
  const ecs = await aws.ecs();
  if (kind === "service") {
    await ecs.deleteService({ cluster: clusterOf(arn), service: arn, force: true });
  } else {
    await ecs.deregisterTaskDefinition({ taskDefinition: arn });
  }
}

function clusterOf(service: string): string {
  const [, cluster, name] = (parseArn(service)?.resource ?? "").split("/");
  // The short form of old accounts names no cluster.
  return name === undefined || cluster === undefined ? "default" : cluster;
}

function familyOf(definition: string): string {
  return (parseArn(definition)?.resource ?? "").replace(/^task-definition\//, "").replace(/:\d+$/, "");
}

export { existingParts, kindOfPart, removePart };
