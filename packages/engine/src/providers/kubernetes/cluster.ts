import type { PropertyMap } from "../../values";
import type { ApiCall, ApiClient } from "./api-client";
import { Discovery, pathOf } from "./discovery";
import { apiVersionOf, type KubeObject, kindOf, listAt, nameOf, namespaceOf } from "./object";

type Query = Readonly<Record<string, string>>;

/** The objects of one cluster. */
export class Cluster {
  readonly discovery: Discovery;

  constructor(readonly client: ApiClient) {
    this.discovery = new Discovery(client);
  }

  /** The object that another one names by its kind, namespace and name. */
  async get(object: KubeObject, name = nameOf(object)): Promise<KubeObject> {
    return this.client.call({ path: await this.path(object, name) });
  }

  /** The objects of a kind in a namespace. */
  async list(
    apiVersion: string,
    kind: string,
    namespace: string,
    query: Query = {},
  ): Promise<readonly KubeObject[]> {
    const path = await this.path({ apiVersion, kind, metadata: { namespace } }, "");
    const items = listAt(await this.client.call({ path, query }), "items");
    // The items of a list carry no kind of their own.
    return items.map((item) => ({ apiVersion, kind, ...item }));
  }

  async create(object: KubeObject, query: Query): Promise<KubeObject> {
    return this.client.call({
      method: "POST",
      path: await this.path(object, ""),
      query,
      body: object,
    });
  }

  /** Server-side apply: the fields of the object become what it says, and its manager's. */
  async apply(object: KubeObject, query: Query, name = nameOf(object)): Promise<KubeObject> {
    return this.patch(object, name, object, query, "application/apply-patch+yaml");
  }

  async replace(object: KubeObject, query: Query): Promise<KubeObject> {
    return this.client.call({
      method: "PUT",
      path: await this.path(object, nameOf(object)),
      query,
      body: object,
    });
  }

  async jsonPatch(object: KubeObject, operations: readonly PropertyMap[]): Promise<KubeObject> {
    return this.patch(object, nameOf(object), operations, {}, "application/json-patch+json");
  }

  async mergePatch(object: KubeObject, patch: PropertyMap, query: Query = {}): Promise<KubeObject> {
    return this.patch(object, nameOf(object), patch, query, "application/merge-patch+json");
  }

  async delete(object: KubeObject, name: string, propagationPolicy: string): Promise<void> {
    const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy };
    await this.client.call({ method: "DELETE", path: await this.path(object, name), body });
  }

  private async patch(
    object: KubeObject,
    name: string,
    body: unknown,
    query: Query,
    contentType: string,
  ): Promise<KubeObject> {
    const call: ApiCall = { method: "PATCH", path: await this.path(object, name), query, body, contentType };
    return this.client.call(call);
  }

  private async path(object: KubeObject, name: string): Promise<string> {
    const apiVersion = apiVersionOf(object);
    const { plural, isNamespaced } = await this.discovery.kind(apiVersion, kindOf(object));
    const namespace = encodeURIComponent(namespaceOf(object) || "default");
    const parts = [pathOf(apiVersion), ...(isNamespaced ? ["namespaces", namespace] : []), plural];
    return [...parts, ...(name ? [encodeURIComponent(name)] : [])].join("/");
  }
}
