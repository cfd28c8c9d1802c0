import type { KubernetesApi } from "./api";
import { statusIn } from "./api-error";
import { proxyPath } from "./paths";

/** How long a Service may take to answer, milliseconds. */
const ANSWER_TIMEOUT_MS = 10_000;

/** A Service's own name in a cluster: `<name>.<namespace>.svc`, also with the cluster's domain. */
const SERVICE_HOST = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(\..+)?$/;

/** Gets an address that only the inside of the cluster knows, by the API server; undefined for any other. */
async function fetchInside(
  api: KubernetesApi,
  url: URL,
): Promise<{ readonly status: number; readonly body: string } | undefined> {
  const [, name, namespace] = SERVICE_HOST.exec(url.hostname) ?? [];
  if (name === undefined || namespace === undefined) {
    return undefined;
  }
  const scheme = url.protocol === "https:" ? "https" : "http";
  const port = url.port === "" ? (scheme === "https" ? 443 : 80) : Number(url.port);
  const path = proxyPath("services", namespace, name, { scheme, port, path: url.pathname + url.search });
  const answer = await api.raw(path, ANSWER_TIMEOUT_MS);
  if (statusIn(answer) !== undefined) {
    throw api.error(path, answer);
  }
  return { status: answer.status, body: answer.body };
}

export { fetchInside };
