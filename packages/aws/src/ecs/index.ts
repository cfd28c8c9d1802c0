export { BlueGreenGroup, type BlueGreenGroupArgs } from "./blue-green-group";
export type { Capacity, EcsArgs, Network } from "./ecs-args";
export { ImmutableService, type ImmutableServiceArgs } from "./immutable-service";
