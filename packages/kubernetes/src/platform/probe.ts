import { type HealthCheckSpec, reasonOf } from "@anew/core";
import type { KubernetesApi } from "./api";
import { statusIn } from "./api-error";
import type { Pod } from "./objects";
import { proxyPath } from "./paths";

/** Pods that are asked at the same time. */
const AT_ONCE = 8;

type HttpCheck = Extract<HealthCheckSpec, { readonly kind: "http" }>;

/**
 * Asks each pod for itself, by the API server's proxy, as the check says: its own range of status codes, its own time.
 * @returns why a pod does not pass, by its name; empty when all do
 * @throws ApiError when that is not allowed
 */
async function probePods(
  api: KubernetesApi,
  namespace: string,
  pods: readonly Pod[],
  check: HttpCheck,
): Promise<Map<string, string>> {
  const failed = new Map<string, string>();
  const waiting = [...pods];
  const ask = async () => {
    for (let pod = waiting.shift(); pod !== undefined; pod = waiting.shift()) {
      const { name } = pod.metadata;
      const problem = await probe(api, namespace, name, check);
      if (problem !== undefined) failed.set(name, problem);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, pods.length) }, ask));
  return failed;
}

async function probe(
  api: KubernetesApi,
  namespace: string,
  name: string,
  { path: asked, port, status, probeTimeout }: HttpCheck,
): Promise<string | undefined> {
  const path = proxyPath("pods", namespace, name, { port, path: asked });
  try {
    const answer = await api.raw(path, probeTimeout);
    const refusal = statusIn(answer);
    if (refusal?.code === 401 || refusal?.code === 403) {
      throw new NotAllowed(api.error(path, answer).message);
    }
    if (refusal?.reason === "NotFound") {
      return "is gone";
    }
    if (answer.status >= status.from && answer.status <= status.to) {
      return undefined;
    }
    const unreached = /error trying to reach service: (.*)/i.exec(refusal?.message ?? answer.body)?.[1];
    return unreached === undefined
      ? `answers ${asked} with ${answer.status}`
      : `is not reached at port ${port} by the API server: ${unreached}`;
  } catch (error) {
    if (error instanceof NotAllowed) {
      throw error;
    }
    return `does not answer ${asked}: ${reasonOf(error)}`;
  }
}

/** The credentials may not use the proxy: that is no word about the pod. */
class NotAllowed extends Error {}

export { probePods };
