import { expect } from "chai";
import { asOutputs } from "../src/providers/kubernetes/checkpoint";
import { takenOver } from "../src/providers/kubernetes/field-manager";
import { withIgnoredFields } from "../src/providers/kubernetes/ignored-fields";
import { KubernetesProvider } from "../src/providers/kubernetes/kubernetes-provider";
import type { PropertyMap } from "../src/values";

const TYPES: Readonly<Record<string, string>> = { v1: "core/v1" };

/** The diff of an object that the cluster has in another form than the program gave it. */
async function diffOf(
  inputs: PropertyMap,
  live: PropertyMap,
  news: PropertyMap,
  options: { readonly ignoreChanges?: readonly string[]; readonly config?: PropertyMap } = {},
) {
  const provider = new KubernetesProvider(undefined, {});
  await provider.configure({ kubeconfig: "{}", ...options.config });
  const type = `kubernetes:${TYPES[String(inputs.apiVersion)] ?? inputs.apiVersion}:${inputs.kind}`;
  const checkpoint = { inputs, live, initialApiVersion: String(inputs.apiVersion), fieldManager: "m" };
  const diff = await provider.diff({
    type,
    urn: `urn:pulumi:dev::proj::${type}::web`,
    id: "default/web",
    oldInputs: inputs,
    oldOutputs: asOutputs(checkpoint, inputs),
    news,
    ignoreChanges: options.ignoreChanges ?? [],
  });
  const changes = Object.entries(diff.detailedDiff ?? {}).map(([path, { kind }]) => `${kind} ${path}`);
  return { changes, ...(diff.deleteBeforeReplace ? { deleteBeforeReplace: true } : {}) };
}

const NONE = { changes: [] };
const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", namespace: "default" },
  spec: { selector: { app: "a" }, ports: [{ port: 80 }] },
};
const liveService = {
  ...service,
  metadata: { ...service.metadata, uid: "1", resourceVersion: "7" },
  spec: { ...service.spec, clusterIP: "10.0.0.1", ports: [{ port: 80, protocol: "TCP", targetPort: 80 }] },
  status: { loadBalancer: {} },
};

describe("the kubernetes provider's diff", () => {
  it("sees no change in what the cluster added, wrote in another form, or left out as empty", async () => {
    const container = {
      name: "c",
      image: "i",
      env: [{ name: "A", value: "" }],
      resources: { limits: { cpu: "0.5" } },
    };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "web", labels: {} },
      spec: { hostNetwork: false, containers: [container] },
    };
    const seen = { ...container, env: [{ name: "A" }], resources: { limits: { cpu: "500m" } }, tty: false };
    const live = {
      ...pod,
      metadata: { name: "web", namespace: "default" },
      spec: { containers: [seen], nodeName: "n" },
    };
    expect(await diffOf(pod, live, pod)).to.deep.equal(NONE);
    expect(await diffOf(service, liveService, service)).to.deep.equal(NONE);
  });

  it("sees what another hand changed of what the program gave", async () => {
    const live = { ...liveService, spec: { ...liveService.spec, selector: { app: "b" } } };
    expect(await diffOf(service, live, service)).to.deep.equal({ changes: ["update spec.selector.app"] });
    const ignoreChanges = ["spec.selector"];
    expect(await diffOf(service, live, service, { ignoreChanges })).to.deep.equal(NONE);
    expect(await diffOf(service, live, service, { ignoreChanges: ["*"] })).to.deep.equal(NONE);
  });

  it("replaces for what cannot change, and deletes first what must keep its name", async () => {
    const headless = { ...service, spec: { ...service.spec, clusterIP: "None" } };
    expect(await diffOf(service, liveService, headless)).to.deep.equal({
      changes: ["add-replace spec.clusterIP"],
      deleteBeforeReplace: true,
    });
    const renamed = { ...service, metadata: { name: "other", namespace: "default" } };
    expect(await diffOf(service, liveService, renamed)).to.deep.equal({
      changes: ["update-replace metadata.name"],
    });
    const typed = { ...service, spec: { ...service.spec, type: "NodePort" } };
    expect(await diffOf(service, liveService, typed)).to.deep.equal({ changes: ["add spec.type"] });
  });

  it("creates first what the provider named itself", async () => {
    const metadata = { name: "c-1", namespace: "default", annotations: { "pulumi.com/autonamed": "true" } };
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } };
    const next = { ...map, data: { a: "2" } };
    expect(await diffOf(map, map, next)).to.deep.equal({ changes: ["update-replace data.a"] });
    const config = { enableConfigMapMutable: "true" };
    expect(await diffOf(map, map, next, { config })).to.deep.equal({ changes: ["update data.a"] });
    const fixed = { ...map, immutable: true };
    const other = { ...fixed, data: { a: "2" } };
    expect(await diffOf(fixed, fixed, other, { config })).to.deep.equal({
      changes: ["update-replace data.a"],
    });
  });

  it("does not take a change of a Secret's form for one of its data", async () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, data: { key: "dmFsdWU=" } };
    const news = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { key: "value" } };
    expect(await diffOf(secret, secret, news)).to.deep.equal(NONE);
  });

  it("of the provider itself replaces everything when another cluster is meant, and nothing for another name", async () => {
    const config = (server: string, current = "a") => {
      const context = (name: string) => ({ name, context: { cluster: "c", user: "u" } });
      const clusters = [{ name: "c", cluster: { server } }];
      return JSON.stringify({ clusters, contexts: [context("a"), context("b")], "current-context": current });
    };
    const provider = new KubernetesProvider(undefined, {});
    const replaces = async (olds: PropertyMap, news: PropertyMap) =>
      (await provider.diffConfig("", olds, news)).replaces;
    const old = { kubeconfig: config("https://one") };
    expect(await replaces(old, { kubeconfig: config("https://two") })).to.deep.equal(["kubeconfig"]);
    expect(await replaces(old, { kubeconfig: config("https://one", "b") })).to.deep.equal([]);
    const identified = { ...old, clusterIdentifier: "x" };
    const moved = { kubeconfig: config("https://two"), clusterIdentifier: "x" };
    expect(await replaces(identified, moved)).to.deep.equal([]);
    expect(await replaces(identified, { ...moved, clusterIdentifier: "y" })).to.deep.equal([
      "clusterIdentifier",
    ]);
  });
});

describe("an update with server-side apply", () => {
  const managed = (manager: string, operation: string, fields: PropertyMap) => ({
    manager,
    operation,
    apiVersion: "v1",
    fieldsType: "FieldsV1",
    fieldsV1: fields,
  });
  const live = (managedFields: PropertyMap[]): PropertyMap => ({
    ...liveService,
    metadata: { ...liveService.metadata, managedFields },
    spec: { ...liveService.spec, selector: { app: "theirs" } },
  });
  const selector = { "f:spec": { "f:selector": {} } };

  it("leaves an ignored field to its one other owner, and sends it as it is otherwise", () => {
    const theirs = live([managed("switch", "Update", selector)]);
    const ignored = withIgnoredFields(service, theirs, "me", ["spec.selector"]);
    expect(ignored.spec).to.deep.equal({ ports: [{ port: 80 }] });
    const ours = live([managed("me", "Apply", selector), managed("switch", "Update", selector)]);
    const kept = withIgnoredFields(service, ours, "me", ["spec.selector"]);
    expect(kept.spec).to.deep.equal({ selector: { app: "theirs" }, ports: [{ port: 80 }] });
  });

  it("takes over what this provider created, and nothing of others", () => {
    const created = managed("pulumi-kubernetes", "Update", { "f:spec": { "f:ports": {}, "f:type": {} } });
    const own = managed("me", "Apply", { "f:spec": { "f:selector": {} } });
    const other = managed("switch", "Update", selector);
    const status = { ...managed("pulumi-kubernetes", "Update", {}), subresource: "status" };
    expect(takenOver(live([created, other, own, status]), "me", "now")).to.deep.equal([
      other,
      status,
      { ...own, time: "now", fieldsV1: { "f:spec": { "f:selector": {}, "f:ports": {}, "f:type": {} } } },
    ]);
    expect(takenOver(live([other, own]), "me", "now")).to.equal(undefined);
  });
});
