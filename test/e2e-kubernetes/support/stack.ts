import { join } from "node:path";
import type { Cluster } from "../../cluster";
import { serviceImage } from "../../e2e/support/service-image";
import {
  type ConfigValue,
  type Engine,
  onEnd,
  ProgramStack,
  type Registry,
  sharedEngine,
  startRegistry,
  type TestDocker,
} from "../../setup";
import { objectsIn } from "./labelled";
import type { Program } from "./programs";

/** What belongs to a generation, and what stays. */
const KINDS = [
  "deployments",
  "services",
  "configmaps",
  "secrets",
  "poddisruptionbudgets",
  "horizontalpodautoscalers",
  "jobs",
];

let pushed: Promise<{ registry: Registry; image: string }> | undefined;

/** The service's image, in a registry that the cluster's node reaches; both serve all stacks of this process. */
export function pushedImage(docker: TestDocker): Promise<{ registry: Registry; image: string }> {
  pushed ??= (async () => {
    const registry = await startRegistry();
    const image = await registry.push(docker.host, await serviceImage(docker.host), "e2e-service");
    return { registry, image };
  })();
  return pushed;
}

/** A stack of its own in a namespace of its own. */
export class KubernetesStack extends ProgramStack<Program> {
  /** Whose rights the runs have. @default the administrator's */
  kubeconfig: string;

  private constructor(
    engine: Engine,
    readonly cluster: Cluster,
    readonly image: string,
  ) {
    super(engine, {
      program: join(__dirname, "../program"),
      files: ["index.js"],
      name: "anew-e2e-kubernetes",
    });
    this.kubeconfig = cluster.kubeconfig;
    onEnd(`namespace ${this.namespace}`, () => this.remove());
  }

  static async create(cluster: Cluster, docker: TestDocker): Promise<KubernetesStack> {
    const { image } = await pushedImage(docker);
    const stack = new KubernetesStack(await sharedEngine(), cluster, image);
    await cluster.mustKubectl(["create", "namespace", stack.namespace]);
    return stack;
  }

  get namespace(): string {
    return this.project;
  }

  protected configuration(): Readonly<Record<string, ConfigValue>> {
    return {
      [`${this.project}:image`]: this.image,
      [`${this.project}:namespace`]: this.namespace,
    };
  }

  protected environment(): NodeJS.ProcessEnv {
    return { KUBECONFIG: this.kubeconfig };
  }

  /** kubectl in the stack's namespace; what it printed. */
  kubectl(...args: string[]): Promise<string> {
    return this.cluster.mustKubectl(["--namespace", this.namespace, ...args]);
  }

  async apply(object: object): Promise<void> {
    await this.cluster.mustKubectl(
      ["--namespace", this.namespace, "apply", "-f", "-"],
      JSON.stringify(object),
    );
  }

  /** Where a Service of type NodePort answers. */
  async url(service: string): Promise<string> {
    const port = await this.kubectl("get", "service", service, "-o", "jsonpath={.spec.ports[0].nodePort}");
    return `http://${this.cluster.nodePortHost ?? "127.0.0.1"}:${port}/`;
  }

  /** Everything that components of the stack have made in the cluster: kinds and generations. */
  async objects(): Promise<readonly string[]> {
    const list = await objectsIn(this.cluster, this.namespace, KINDS, `dev.anew.project=${this.project}`);
    return list.map(
      ({ kind, metadata }) => `${kind} ${metadata.labels?.["dev.anew.generation"] ?? metadata.name}`,
    );
  }

  /** The generations that have a Deployment, each with the replicas that it shall have. */
  async generations(): Promise<Readonly<Record<string, number>>> {
    const list = await objectsIn(this.cluster, this.namespace, ["deployments"], "dev.anew.generation");
    return Object.fromEntries(
      list.map(({ metadata, spec }) => [metadata.labels?.["dev.anew.generation"], spec?.replicas]),
    );
  }

  /** The generations that have a Deployment which is not being deleted. */
  async remaining(): Promise<readonly string[]> {
    const list = await objectsIn(this.cluster, this.namespace, ["deployments"], "dev.anew.generation");
    return list
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .map(({ metadata }) => metadata.labels?.["dev.anew.generation"] ?? "");
  }

  /**
   * Name and uid of every pod, sorted: the same pods run on.
   * @param generation those of one only
   */
  async pods(generation?: string): Promise<readonly string[]> {
    const label = `dev.anew.generation${generation === undefined ? "" : `=${generation}`}`;
    const list = await objectsIn(this.cluster, this.namespace, ["pods"], label);
    return list.map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();
  }

  /** Takes everything away, whatever state it is in. */
  async remove(): Promise<void> {
    await this.cluster.kubectl(["delete", "namespace", this.namespace, "--ignore-not-found", "--wait=false"]);
    this.removeFolder();
  }
}
