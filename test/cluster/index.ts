export { chooseCluster, runningCluster } from "./choose";
export type { Cluster, OwnCluster, Stoppable } from "./cluster";
export { type Gateway, startGateway } from "./gateway";
export { type Prometheus, startPrometheus } from "./prometheus";
export { requireCluster, requireGateway, requireOwnCluster } from "./require-cluster";
