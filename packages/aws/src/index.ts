import * as ecs from "./ecs";

export type { Connection } from "./connection/connection";
export type { AwsBake, AwsGroupOnlyArgs, AwsListen, AwsPreview } from "./load-balancer/listen-args";
export { ecs };
