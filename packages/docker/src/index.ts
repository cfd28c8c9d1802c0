export { BlueGreenGroup, type BlueGreenGroupArgs } from "./blue-green-group";
export type { DockerArgs } from "./docker-args";
export { ImmutableService, type ImmutableServiceArgs } from "./immutable-service";
export type { Connection } from "./router/connection";
export { HostRouter, type HostRouterArgs } from "./router/host-router";
export type { CertificateArgs } from "./router/router-certificates";
export type { RouterPort } from "./router/router-port";
