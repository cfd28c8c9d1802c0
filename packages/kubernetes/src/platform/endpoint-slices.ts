import type { Labels } from "../labels";
import type { KubernetesApi } from "./api";
import type { Endpoint, EndpointSlice, KubernetesObject } from "./objects";
import { pathOf } from "./paths";

/** The label by which the slices of a Service are found. @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership */
const SERVICE_LABEL = "kubernetes.io/service-name";

/** All endpoints to which a Service sends connections, or did just now. */
async function endpointsOf(api: KubernetesApi, namespace: string, service: string): Promise<Endpoint[]> {
  const labels = { [SERVICE_LABEL]: service };
  const slices = await api.list<EndpointSlice>(pathOf("endpointslices", namespace), { labels });
  return slices.flatMap((slice) => slice.endpoints ?? []);
}

/** The endpoints that are pods with these labels, and those that are not. */
async function divideEndpoints(
  api: KubernetesApi,
  namespace: string,
  service: string,
  labels: Labels,
): Promise<{ readonly own: readonly Endpoint[]; readonly others: readonly Endpoint[] }> {
  const endpoints = await endpointsOf(api, namespace, service);
  if (endpoints.length === 0) {
    return { own: [], others: [] };
  }
  const pods = await api.list<KubernetesObject>(pathOf("pods", namespace), { labels, metadataOnly: true });
  const uids = new Set(pods.map((pod) => pod.metadata.uid));
  const isOwn = ({ targetRef }: Endpoint) => targetRef?.uid !== undefined && uids.has(targetRef.uid);
  return { own: endpoints.filter(isOwn), others: endpoints.filter((one) => !isOwn(one)) };
}

/** New connections go there. @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions */
function takesConnections({ conditions }: Endpoint): boolean {
  return conditions?.ready !== false;
}

export { divideEndpoints, endpointsOf, takesConnections };
