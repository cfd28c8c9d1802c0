import * as ecs from "./ecs";

export type { Connection } from "./connection/connection";
export { DEFAULT_UNTAGGED_DAYS, Repository, type RepositoryArgs } from "./ecr/repository";
export { cloudFormationOutputs } from "./existing/stack-outputs";
export { type TerraformState, terraformOutputs } from "./existing/terraform-outputs";
export type { AwsBake, AwsGroupOnlyArgs, AwsListen, AwsPreview } from "./load-balancer/listen-args";
export { ecs };
