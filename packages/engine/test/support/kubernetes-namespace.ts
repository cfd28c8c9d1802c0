import { randomBytes } from "node:crypto";
import { skip } from "../../../../test/setup/skip";
import type { Clock } from "../../src/clock";
import { ApiClient } from "../../src/providers/kubernetes/api-client";
import { Cluster } from "../../src/providers/kubernetes/cluster";
import { connect } from "../../src/providers/kubernetes/kubeconfig";
import { KubernetesProvider } from "../../src/providers/kubernetes/kubernetes-provider";
import { type KubeObject, textAt } from "../../src/providers/kubernetes/object";
import { readConfig } from "../../src/providers/kubernetes/provider-config";
import { TestStack, type TestStackArgs } from "../../src/test-stack";
import type { PropertyMap } from "../../src/values";

/** The image of every pod's sandbox: it is on each node, and waits for ever. */
export const PAUSE_IMAGE = process.env.ANEW_PAUSE_IMAGE ?? "anew.local/pause:1";

/** A namespace of a test's own on the cluster of KUBECONFIG. */
export class KubernetesNamespace {
  private constructor(
    readonly kubeconfig: string,
    readonly name: string,
    readonly cluster: Cluster,
  ) {}

  /** Makes one, from a suite's `before` hook; without a cluster the suite is skipped. */
  static async make(context: Parameters<typeof skip>[0]): Promise<KubernetesNamespace> {
    const kubeconfig = process.env.KUBECONFIG;
    if (!kubeconfig) return skip(context, "KUBECONFIG names no cluster");
    const { config } = await connect(readConfig({ kubeconfig }, {}), process.env);
    const cluster = new Cluster(new ApiClient(config));
    const name = `anew-provider-${randomBytes(4).toString("hex")}`;
    await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } }, {});
    return new KubernetesNamespace(kubeconfig, name, cluster);
  }

  /** Removes it with all that is in it. */
  async remove(): Promise<void> {
    await this.cluster.delete({ apiVersion: "v1", kind: "Namespace" }, this.name, "Background");
    this.cluster.client.close();
  }

  /**
   * A stack whose provider knows this namespace, and no other cluster than this one.
   * @param clock what the provider waits on. @default real time
   */
  stack(program: TestStackArgs["program"], config: PropertyMap = {}, clock?: Clock): TestStack {
    const timed = clock && { clock };
    return new TestStack({
      program,
      providers: {
        kubernetes: (context) => new NamespacedProvider({ ...context, ...timed }, this, config),
      },
    });
  }

  /** The text of a kubeconfig for a service account, which is made and may do nothing. */
  async serviceAccountKubeconfig(name: string): Promise<string> {
    const { client } = this.cluster;
    const path = `/api/v1/namespaces/${this.name}/serviceaccounts`;
    await client.call({ method: "POST", path, body: { metadata: { name } } });
    const asked = { method: "POST", path: `${path}/${name}/token`, body: {} } as const;
    const token = textAt(await client.call(asked), "status", "token");
    const { KubeConfig } = await import("@kubernetes/client-node");
    const config = new KubeConfig();
    config.loadFromFile(this.kubeconfig);
    const cluster = config.getCurrentCluster();
    if (!cluster) throw new Error(`${this.kubeconfig} names no cluster`);
    config.loadFromClusterAndUser(cluster, { name, token });
    return config.exportConfig();
  }

  /** Asks the cluster itself. */
  get(apiVersion: string, kind: string, name: string): Promise<KubeObject> {
    return this.cluster.get({ apiVersion, kind, metadata: { namespace: this.name, name } });
  }

  list(apiVersion: string, kind: string): Promise<readonly KubeObject[]> {
    return this.cluster.list(apiVersion, kind, this.name);
  }

  /** Changes an object as another hand does. */
  merge(
    apiVersion: string,
    kind: string,
    name: string,
    patch: PropertyMap,
    fieldManager = "another-hand",
  ): Promise<KubeObject> {
    const object = { apiVersion, kind, metadata: { namespace: this.name, name } };
    return this.cluster.mergePatch(object, patch, { fieldManager });
  }
}

class NamespacedProvider extends KubernetesProvider {
  constructor(
    context: ConstructorParameters<typeof KubernetesProvider>[0],
    private readonly place: KubernetesNamespace,
    private readonly own: PropertyMap,
  ) {
    super(context, {});
  }

  override async configure(inputs: PropertyMap): Promise<void> {
    const { kubeconfig, name: namespace } = this.place;
    await super.configure({ kubeconfig, namespace, ...this.own, ...inputs });
  }
}
