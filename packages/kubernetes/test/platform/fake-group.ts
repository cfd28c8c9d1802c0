import type { Json, Session, SessionInputs } from "@anew/core";
import { kubernetesLabels, selectorOf } from "../../src/labels";
import { kubernetesPlatformWith } from "../../src/platform/kubernetes-platform";
import type { KubernetesRoute } from "../../src/route";
import { type FakeApi, type Stored, TestClock } from "./fake-api";

const KEY = { project: "shop", stack: "dev", group: "web", owner: "0wner" };
const IN = "/namespaces/test";
const SERVICE = `/api/v1${IN}/services/web`;
const ROUTE = `/apis/gateway.networking.k8s.io/v1${IN}/httproutes/web`;
const SLICE = `/apis/discovery.k8s.io/v1${IN}/endpointslices/web-1`;

const CHECK = {
  kind: "http",
  path: "/healthz",
  port: 8080,
  status: { from: 200, to: 299 },
  interval: 1000,
  healthyAfter: 1,
  unhealthyAfter: 3,
  timeout: 60_000,
  probeTimeout: 500,
} as const;

/** A group in a fake API server: generations with their pods, and a Service or an HTTPRoute before them. */
class FakeGroup {
  readonly clock = new TestClock();

  constructor(readonly api: FakeApi) {}

  /** A generation that is available; returns its identity. */
  addGeneration(id: string, { replicas = 1, max }: { replicas?: number; max?: number } = {}): Json {
    const labels = kubernetesLabels(KEY, id);
    const deployment = this.api.put(deploymentPath(id), {
      metadata: { labels },
      spec: {
        replicas,
        selector: { matchLabels: selectorOf(KEY, id) },
        template: {
          metadata: { labels: { ...labels, app: "web" } },
          spec: {
            topologySpreadConstraints: [{ maxSkew: 1 }],
            containers: [
              {
                name: "main",
                image: "web@sha256:1",
                args: ["serve"],
                ports: [{ name: "main", containerPort: 8080 }],
                readinessProbe: {},
                env: [{ name: "A", value: "1" }],
              },
            ],
          },
        },
      },
      status: { observedGeneration: 1, availableReplicas: replicas, readyReplicas: replicas },
    });
    for (let index = 0; index < replicas; index++) this.addPod(id, index);
    this.api.put(`/api/v1${IN}/services/web-${id}`, {
      metadata: { labels },
      spec: { selector: selectorOf(KEY, id), ports: [{ name: "main", port: 8080 }] },
    });
    return {
      namespace: "test",
      deployment: `web-${id}`,
      uid: deployment.metadata.uid,
      service: `web-${id}`,
      port: 8080,
      check: CHECK,
      replicas,
      ...(max === undefined ? {} : { max }),
    };
  }

  addPod(id: string, index: number, status: object = {}): Stored {
    const name = `web-${id}-${index}`;
    this.api.pods.set(`${name}:8080/healthz`, { status: 200 });
    return this.api.put(podPath(id, index), {
      metadata: { labels: kubernetesLabels(KEY, id) },
      status: {
        phase: "Running",
        conditions: [{ type: "Ready", status: "True" }],
        containerStatuses: [{ name: "main", ready: true, restartCount: 0, state: { running: {} } }],
        ...status,
      },
    });
  }

  addService(spec: object = {}, annotations: Record<string, string> = {}): void {
    this.api.put(SERVICE, { metadata: { annotations }, spec });
  }

  addRoute(rules: readonly object[] = [], annotations: Record<string, string> = {}): void {
    this.api.put(ROUTE, { metadata: { annotations }, spec: { rules } });
  }

  /** Makes the endpoints follow the Service's selector, as their controller does, and the gateway its route. */
  follow(): void {
    this.api.onWrite = (path, object) => {
      if (path === SERVICE) this.setEndpoints(object.spec.selector ?? {});
      if (path === ROUTE) {
        object.status = { parents: [{ parentRef: { name: "public" }, conditions: [accepted(object)] }] };
      }
    };
  }

  /** Endpoints of all pods with these labels. */
  setEndpoints(labels: Readonly<Record<string, string>>): void {
    const endpoints = ["a1", "b2", "c3"]
      .flatMap((id) => [0, 1, 2].map((index) => this.api.at(podPath(id, index))))
      .filter((pod) => pod !== undefined)
      .filter(({ metadata }) =>
        Object.entries(labels).every(([key, value]) => metadata.labels[key] === value),
      )
      .map(({ metadata }) => ({
        conditions: { ready: true },
        targetRef: { kind: "Pod", name: metadata.name, uid: metadata.uid },
      }));
    this.api.put(SLICE, { metadata: { labels: { "kubernetes.io/service-name": "web" } }, endpoints });
  }

  /** @param route what of the route differs from a plain Service; null: none */
  open(route: Partial<KubernetesRoute> | null = {}, subject?: string): Promise<Session> {
    const whole = {
      kind: "service",
      namespace: "test",
      name: "web",
      listen: [{ port: 80, path: "/" }],
      ...route,
    };
    const inputs: SessionInputs & { readonly target: string | undefined } = {
      connection: { kubeconfig: this.api.kubeconfig },
      group: KEY,
      route: route === null ? null : (whole as unknown as Json),
      target: subject,
    };
    return kubernetesPlatformWith(this.clock).open(inputs);
  }
}

function accepted(object: Stored): object {
  return { type: "Accepted", status: "True", observedGeneration: object.metadata.generation };
}

function deploymentPath(id: string): string {
  return `/apis/apps/v1${IN}/deployments/web-${id}`;
}

function podPath(id: string, index: number): string {
  return `/api/v1${IN}/pods/web-${id}-${index}`;
}

/** What something that must fail fails with. */
async function failureOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it did not fail");
}

export { CHECK, deploymentPath, FakeGroup, failureOf, KEY, podPath, ROUTE, SERVICE, SLICE };
