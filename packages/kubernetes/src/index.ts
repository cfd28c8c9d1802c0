export { BlueGreenGroup, type BlueGreenGroupArgs } from "./blue-green-group";
export type { Connection } from "./connection";
export { ImmutableService, type ImmutableServiceArgs } from "./immutable-service";
export {
  type Autoscale,
  DEFAULT_HOOK_TIMEOUT,
  type GroupKubernetesArgs,
  type Hook,
  type KubernetesArgs,
  type Toleration,
} from "./kubernetes-args";
export { DEFAULT_PRESTOP } from "./manifests/pod";
export { DEFAULT_CPU_REQUEST, DEFAULT_MEMORY_REQUEST } from "./manifests/quantities";
