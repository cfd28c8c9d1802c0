import type { PropertyMap } from "../../values";
import { ApiClient } from "./api-client";
import { Cluster } from "./cluster";
import { CLUSTER_KINDS } from "./cluster-kinds";
import type { ServedKind } from "./discovery";
import { connect } from "./kubeconfig";
import { type KubeObject, textAt } from "./object";
import { type KubernetesConfig, readConfig } from "./provider-config";
import { groupOf, isBuiltIn } from "./type-token";

/** The cluster of one configuration of the provider, or why there is none. */
export class ClusterAccess {
  config: KubernetesConfig;
  /** Where objects without a namespace go; undefined when nothing says so. */
  namespace?: string;
  /** Why the cluster cannot be reached; undefined when it can. */
  unreachable?: string;
  private connected?: Cluster;
  private readonly scopes = new Map<string, string>();

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly folder: string,
  ) {
    this.config = readConfig({}, env);
    this.unreachable = "the provider is not configured: its kubeconfig is not known yet";
  }

  /** Connects. A cluster that cannot be reached is noted, so that a preview without it still goes on. */
  async open(inputs: PropertyMap): Promise<void> {
    this.config = readConfig(inputs, this.env);
    if (this.config.namespace) this.namespace = this.config.namespace;
    try {
      const { config, namespace } = await connect(this.config, this.env, this.folder);
      this.namespace = namespace;
      this.connected = new Cluster(new ApiClient(config));
    } catch (error) {
      this.unreachable =
        "unable to load Kubernetes client configuration from kubeconfig file. Make sure you have: \n\n" +
        " \t • set up the provider as per " +
        `https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ \n\n ${message(error)}`;
      return;
    }
    try {
      await this.connected.discovery.find("v1", "Namespace");
      delete this.unreachable;
    } catch (error) {
      this.unreachable = `unable to load schema information from the API server: ${message(error)}`;
    }
  }

  /** @throws Error when the cluster cannot be reached */
  get cluster(): Cluster {
    if (this.connected && this.unreachable === undefined) return this.connected;
    throw new Error(`configured Kubernetes cluster is unreachable: ${this.unreachable}`);
  }

  /** Remembers a custom kind that the program makes, for its objects that are checked before it is there. */
  noteDefinition(definition: KubeObject): void {
    const key = `${textAt(definition, "spec", "group")} ${textAt(definition, "spec", "names", "kind")}`;
    this.scopes.set(key, textAt(definition, "spec", "scope"));
  }

  /** Whether objects of a kind live in namespaces; a kind that nobody knows yet is taken to. */
  async isNamespaced(apiVersion: string, kind: string): Promise<boolean> {
    if (isBuiltIn(apiVersion)) return !CLUSTER_KINDS.has(kind);
    const scope = this.scopes.get(`${groupOf(apiVersion)} ${kind}`);
    if (scope !== undefined) return scope === "Namespaced";
    if (this.unreachable !== undefined) return true;
    return (await this.served(apiVersion, kind))?.isNamespaced ?? true;
  }

  async isServed(apiVersion: string, kind: string): Promise<boolean> {
    return (await this.served(apiVersion, kind)) !== undefined;
  }

  /** A server that cannot be asked right now serves nothing that a plan may count on. */
  private async served(apiVersion: string, kind: string): Promise<ServedKind | undefined> {
    return this.cluster.discovery.find(apiVersion, kind).catch(() => undefined);
  }

  close(): void {
    this.connected?.client.close();
  }
}

function message(error: unknown): string {
  return (error as Error).message;
}
