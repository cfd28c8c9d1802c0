import type { Json, Session, SessionInputs } from "@anew/core";
import { skip } from "../../../../../test/setup/skip";
import { kubernetesLabels, selectorOf } from "../../../src/labels";
import { KubernetesApi } from "../../../src/platform/api";
import { readAccess } from "../../../src/platform/connection";
import { kubernetesPlatform } from "../../../src/platform/kubernetes-platform";
import type { Deployment, Service } from "../../../src/platform/objects";
import { pathOf } from "../../../src/platform/paths";
import type { KubernetesRoute } from "../../../src/route";
import { nodeImage } from "./node-image";
import { SERVER_PROGRAM } from "./server-program";

/** How long a namespace may take to go away, milliseconds. */
const REMOVAL_TIMEOUT_MS = 90_000;

/** How a test's generation differs from a plain one. */
interface GenerationOptions {
  readonly replicas?: number;
  readonly max?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly cpu?: string;
  /** Between the removal of a pod and its SIGTERM, seconds. @default 5, as the components declare it */
  readonly preStop?: number;
}

/** A namespace of its own on a real cluster, in which a test applies what a group would declare. */
class Lab {
  readonly key = { project: "lab", stack: "test", group: "web", owner: `o${Date.now().toString(36)}` };

  private constructor(
    readonly api: KubernetesApi,
    readonly namespace: string,
    readonly kubeconfig: string,
    private readonly image: string,
  ) {}

  /** From a `before` hook: skips the suite where there is no cluster. */
  static async open(context: Mocha.Context): Promise<Lab> {
    const { KUBECONFIG: kubeconfig, ANEW_CLUSTER_CONTAINERD: containerd } = process.env;
    if (kubeconfig === undefined) return skip(context, "needs a cluster: KUBECONFIG is not set");
    const image = await nodeImage(containerd);
    const api = new KubernetesApi(await readAccess({ kubeconfig }));
    const namespace = `anew-test-${Date.now().toString(36)}`;
    await api.create("/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
    });
    return new Lab(api, namespace, kubeconfig, image);
  }

  async remove(): Promise<void> {
    const path = `/api/v1/namespaces/${this.namespace}`;
    await this.api.remove(path, "Background");
    const end = Date.now() + REMOVAL_TIMEOUT_MS;
    while ((await this.api.get(path)) !== undefined && Date.now() < end) await pause(500);
    this.api.close();
  }

  /** Applies a generation as the components declare it, and gives its identity. */
  async addGeneration(id: string, options: GenerationOptions = {}): Promise<Json> {
    const { replicas = 1, max } = options;
    const labels = kubernetesLabels(this.key, id);
    const metadata = { name: `web-${id}`, namespace: this.namespace, labels };
    const deployment = await this.api.create<Deployment>(pathOf("deployments", this.namespace), {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas,
        selector: { matchLabels: selectorOf(this.key, id) },
        template: {
          metadata: { labels: { ...labels, ...options.labels } },
          spec: this.podSpec(id, options),
        },
      },
    });
    await this.api.create<Service>(pathOf("services", this.namespace), {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: selectorOf(this.key, id), ports: [{ name: "main", port: 8080, targetPort: "main" }] },
    });
    return {
      namespace: this.namespace,
      deployment: metadata.name,
      uid: deployment.metadata.uid,
      service: metadata.name,
      port: 8080,
      check: {
        kind: "http",
        path: "/healthz",
        port: 8080,
        status: { from: 200, to: 299 },
        interval: 500,
        healthyAfter: 2,
        unhealthyAfter: 3,
        timeout: 60_000,
        probeTimeout: 2_000,
      },
      replicas,
      ...(max === undefined ? {} : { max }),
    };
  }

  /** The stable Service, before any switch has written it. @returns its port on the node */
  async addService(name = "web", spec: object = {}): Promise<number> {
    const made = await this.api.create<Service>(pathOf("services", this.namespace), {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace: this.namespace },
      spec: { type: "NodePort", ports: [{ name: "http", port: 80, targetPort: "main" }], ...spec },
    });
    return made.spec?.ports?.[0]?.nodePort ?? 0;
  }

  /** Takes a generation away as Pulumi does: its Deployment, with its pods. */
  async removeGeneration(id: string): Promise<void> {
    await this.api.remove(pathOf("services", this.namespace, `web-${id}`), "Background");
    await this.api.remove(pathOf("deployments", this.namespace, `web-${id}`), "Foreground");
  }

  open(
    route: Partial<KubernetesRoute> | null = {},
    subject?: string,
    kubeconfig = this.kubeconfig,
  ): Promise<Session> {
    const whole = {
      kind: "service",
      namespace: this.namespace,
      name: "web",
      listen: [{ port: 80, path: "/" }],
      ...route,
    };
    const inputs: SessionInputs & { readonly target: string | undefined } = {
      connection: { kubeconfig },
      group: this.key,
      route: route === null ? null : (whole as unknown as Json),
      target: subject,
    };
    return kubernetesPlatform.open(inputs);
  }

  private podSpec(id: string, { env, image, cpu = "10m", preStop = 5 }: GenerationOptions): object {
    return {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: preStop + 10,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        {
          name: "main",
          image: image ?? this.image,
          imagePullPolicy: "IfNotPresent",
          command: ["/usr/local/bin/node", "-e", SERVER_PROGRAM],
          env: Object.entries({ NAME: id, ...env }).map(([name, value]) => ({ name, value })),
          ports: [{ name: "main", containerPort: 8080 }],
          readinessProbe: {
            httpGet: { path: "/healthz", port: 8080 },
            periodSeconds: 1,
            failureThreshold: 3,
          },
          ...(preStop > 0 && { lifecycle: { preStop: { sleep: { seconds: preStop } } } }),
          resources: { requests: { cpu, memory: "64Mi" } },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            readOnlyRootFilesystem: true,
          },
        },
      ],
    };
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until something holds. @throws Error that says what does not */
async function eventually(what: string, holds: () => Promise<boolean>, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await pause(200);
  }
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

export { eventually, failureOf, Lab, pause };
