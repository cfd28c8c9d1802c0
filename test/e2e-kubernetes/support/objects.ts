import { randomBytes } from "node:crypto";
import type { Cluster } from "../../cluster";

/** An object of the API. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** Makes a namespace with a name of its own. */
export async function makeNamespace(
  cluster: Cluster,
  labels: Readonly<Record<string, string>> = {},
): Promise<string> {
  const name = `test-${randomBytes(4).toString("hex")}`;
  await apply(cluster, undefined, { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
  return name;
}

export async function apply(
  cluster: Cluster,
  namespace: string | undefined,
  ...items: readonly KubernetesObject[]
): Promise<void> {
  const list = { apiVersion: "v1", kind: "List", items };
  const where = namespace === undefined ? [] : ["--namespace", namespace];
  await cluster.mustKubectl(["apply", ...where, "-f", "-"], JSON.stringify(list));
}

/** Pods of a program that answers on port 8080 with its version, and a Service on port 80 before them. */
export function service(name: string, image: string, replicas = 1): readonly KubernetesObject[] {
  const program = `require("http").createServer((_, response) => response.end(${JSON.stringify(name)})).listen(8080)`;
  const labels = { app: name };
  const container = {
    name: "service",
    image,
    command: ["node", "-e", program],
    ports: [{ containerPort: 8080 }],
    readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [container], terminationGracePeriodSeconds: 1 },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name },
      spec: { type: "NodePort", selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
    },
  ];
}

/** A pod that does nothing, of an image that is on every node which this clone has started. */
export function idlePod(name: string, fields: object = {}): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [{ name: "idle", image: "anew.local/pause:1", imagePullPolicy: "Never", ...fields }],
    },
  };
}
