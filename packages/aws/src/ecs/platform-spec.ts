import { canonicalJson, type Json, type Spec } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import type { EcsArgs } from "./ecs-args";

/** The arguments that decide what runs, as they stand in a spec: texts, and lists of texts. */
type PlatformSpec = Spec["platform"];

/** What the arguments that ECS alone has come to. One that is absent is left out, so that a later version leaves ids as they are. */
function platformSpec(args: EcsArgs): pulumi.Input<PlatformSpec> {
  const { cluster, network, capacity, executionRole, taskRole, logs } = args;
  const { vpc, subnets, securityGroups, publicIp = false } = network;
  const computed = pulumi.all([
    pulumi.all([cluster, vpc]),
    pulumi.output(subnets),
    pulumi.output(securityGroups),
    pulumi.all([executionRole, taskRole, logs?.group]),
  ]);
  return computed.apply(
    ([[inCluster, inVpc], own, groups, [execution, task, logGroup]]): PlatformSpec => ({
      family: "ecs",
      cluster: inCluster,
      vpc: inVpc,
      // In whatever order they come, they are the same network.
      subnets: [...(own as readonly string[])].sort(),
      securityGroups: [...(groups as readonly string[])].sort(),
      ...(publicIp && { publicIp: "true" }),
      ...(capacity !== undefined && capacity.kind !== "fargate" && { capacity: jsonOf(capacity) }),
      ...(capacity?.kind === "fargate" &&
        capacity.architecture === "ARM64" && { capacity: jsonOf(capacity) }),
      ...(execution !== undefined && { executionRole: execution }),
      ...(task !== undefined && { taskRole: task }),
      ...(logGroup !== undefined && { logs: jsonOf({ group: logGroup, region: logs?.region ?? null }) }),
    }),
  );
}

/** What a spec says of the network and the roles of its tasks. */
interface Placement {
  readonly cluster: string;
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly executionRole?: string;
  readonly taskRole?: string;
  /** The region is null where the connection's is meant. */
  readonly logs?: { readonly group: string; readonly region: string | null };
}

function placementOf(spec: Spec): Placement {
  const platform = (spec.platform ?? {}) as Readonly<Record<string, string>> & {
    readonly subnets: readonly string[];
    readonly securityGroups: readonly string[];
  };
  const { cluster = "", vpc = "", subnets, securityGroups, executionRole, taskRole, logs } = platform;
  return {
    cluster,
    vpc,
    subnets,
    securityGroups,
    ...(executionRole !== undefined && { executionRole }),
    ...(taskRole !== undefined && { taskRole }),
    ...(logs !== undefined && { logs: JSON.parse(logs) }),
  };
}

function jsonOf(value: object): string {
  return canonicalJson(value as Json);
}

export type { Placement };
export { placementOf, platformSpec };
