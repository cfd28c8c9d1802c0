/** The collections that gate and switch use, as they stand in the API server's paths. */
const COLLECTIONS = {
  configmaps: "api/v1",
  endpointslices: "apis/discovery.k8s.io/v1",
  events: "api/v1",
  gateways: "apis/gateway.networking.k8s.io/v1",
  horizontalpodautoscalers: "apis/autoscaling/v2",
  httproutes: "apis/gateway.networking.k8s.io/v1",
  jobs: "apis/batch/v1",
  deployments: "apis/apps/v1",
  poddisruptionbudgets: "apis/policy/v1",
  pods: "api/v1",
  replicasets: "apis/apps/v1",
  secrets: "api/v1",
  services: "api/v1",
} as const;

type Collection = keyof typeof COLLECTIONS;

/** The path of a collection or, with a name, of an object in it; `sub` is what follows, such as `scale`. */
function pathOf(collection: Collection, namespace: string, name?: string, sub?: string): string {
  const parts = [COLLECTIONS[collection], "namespaces", encodeURIComponent(namespace), collection];
  if (name !== undefined) parts.push(encodeURIComponent(name));
  return `/${parts.join("/")}${sub === undefined ? "" : `/${sub}`}`;
}

/**
 * The path under which the API server passes a request on to a port of a pod or a Service.
 * @param path begins with a slash; may hold a query
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls
 */
function proxyPath(
  collection: "pods" | "services",
  namespace: string,
  name: string,
  { scheme = "http", port, path }: { readonly scheme?: string; readonly port: number; readonly path: string },
): string {
  return `${pathOf(collection, namespace)}/${scheme}:${name}:${port}/proxy${path}`;
}

export type { Collection };
export { pathOf, proxyPath };
