import { expect } from "chai";
import type { PropertyMap } from "../src/index";
import { kubernetesRules, MemoryProvider } from "../src/index";

const provider = () => new MemoryProvider({ types: [], other: kubernetesRules });
const call = (type: string, name = "web") => ({ type, urn: `urn:pulumi:dev::proj::${type}::${name}` });
const randomSeed = Buffer.from("seed");

async function make(type: string, news: PropertyMap, kubernetes = provider()) {
  const at = call(type);
  const { inputs, failures } = await kubernetes.check({ ...at, news, randomSeed });
  expect(failures).to.deep.equal([]);
  return { at, inputs, kubernetes, ...(await kubernetes.create({ ...at, news: inputs, preview: false })) };
}

/** What the change of inputs means for an object made with the first ones. */
async function change(type: string, from: PropertyMap, to: PropertyMap, config: PropertyMap = {}) {
  const kubernetes = provider();
  await kubernetes.configure(config);
  const { at, id, inputs, outputs } = await make(type, from, kubernetes);
  const second = await kubernetes.check({ ...at, olds: inputs, news: to, randomSeed });
  const diff = { ...at, id, oldInputs: inputs, oldOutputs: outputs, news: second.inputs, ignoreChanges: [] };
  const { changes, replaces, deleteBeforeReplace } = await kubernetes.diff(diff);
  return { changes, replaces, deleteBeforeReplace };
}

const SAME = { changes: "none", replaces: [], deleteBeforeReplace: false };
const UPDATE = { changes: "some", replaces: [], deleteBeforeReplace: false };
const replaced = (...replaces: string[]) => ({ changes: "some", replaces, deleteBeforeReplace: false });

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const deployment = (image: string, app = "web", metadata: PropertyMap = {}) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata,
  spec: {
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: { containers: [{ name: "web", image }] } },
  },
});

describe("the kubernetes kinds in memory", () => {
  it("have nothing to change right after they were made, although the cluster filled much", async () => {
    expect(await change(DEPLOYMENT, deployment("a"), deployment("a"))).to.deep.equal(SAME);
    const service = { spec: { selector: { app: "web" }, ports: [{ port: 80 }] } };
    expect(await change("kubernetes:core/v1:Service", service, service)).to.deep.equal(SAME);
  });

  it("roll out a new template in place, and replace a Deployment for its selector", async () => {
    expect(await change(DEPLOYMENT, deployment("a"), deployment("b"))).to.deep.equal(UPDATE);
    const to = deployment("a", "api");
    expect((await change(DEPLOYMENT, deployment("a"), to)).replaces).to.deep.equal([
      "spec.selector.matchLabels.app",
    ]);
    const without = { ...deployment("a"), spec: { template: {} } };
    expect((await change(DEPLOYMENT, deployment("a"), without)).replaces).to.deep.equal(["spec.selector"]);
  });

  it("replace ConfigMaps and Secrets for their data, unless the provider is told that they may change", async () => {
    const MAP = "kubernetes:core/v1:ConfigMap";
    const SECRET = "kubernetes:core/v1:Secret";
    expect(await change(MAP, { data: { a: "1" } }, { data: { a: "2" } })).to.deep.equal(replaced("data.a"));
    expect(await change(SECRET, { stringData: { a: "1" } }, { stringData: { a: "2" } })).to.deep.equal(
      replaced("stringData.a"),
    );
    const mutable = { enableConfigMapMutable: true, enableSecretMutable: "true" };
    expect(await change(MAP, { data: { a: "1" } }, { data: { a: "2" } }, mutable)).to.deep.equal(UPDATE);
    expect(await change(SECRET, { data: { a: "1" } }, { data: { a: "2" } }, mutable)).to.deep.equal(UPDATE);
    expect(await change(SECRET, { type: "a" }, { type: "b" }, mutable)).to.deep.equal(replaced("type"));
    const sealed = (value: string) => ({ immutable: true, data: { a: value } });
    expect(await change(MAP, sealed("1"), sealed("2"), mutable)).to.deep.equal(replaced("data.a"));
    expect(
      await change(MAP, { data: { a: "1" } }, { data: { a: "1" }, metadata: { labels: { x: "y" } } }),
    ).to.deep.equal(UPDATE);
  });

  it("know the immutable fields of StatefulSets, Jobs, claims, Services, bindings and Pods", async () => {
    const cases: [type: string, from: PropertyMap, to: PropertyMap, replaces: string[]][] = [
      [
        "apps/v1:StatefulSet",
        { spec: { serviceName: "a" } },
        { spec: { serviceName: "b" } },
        ["spec.serviceName"],
      ],
      ["apps/v1:StatefulSet", { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, []],
      [
        "batch/v1:Job",
        { spec: { template: { a: 1 } } },
        { spec: { template: { a: 2 } } },
        ["spec.template.a"],
      ],
      ["batch/v1:Job", { spec: { backoffLimit: 1 } }, { spec: { backoffLimit: 2 } }, []],
      [
        "core/v1:PersistentVolumeClaim",
        { spec: { storageClassName: "a" } },
        { spec: { storageClassName: "b" } },
        ["spec.storageClassName"],
      ],
      [
        "core/v1:PersistentVolumeClaim",
        { spec: { resources: { requests: "1" } } },
        { spec: { resources: { requests: "2" } } },
        [],
      ],
      ["core/v1:Service", { spec: { selector: { a: "1" } } }, { spec: { selector: { a: "2" } } }, []],
      [
        "core/v1:Service",
        { spec: { clusterIP: "10.0.0.1" } },
        { spec: { clusterIP: "10.0.0.2" } },
        ["spec.clusterIP"],
      ],
      [
        "rbac.authorization.k8s.io/v1:RoleBinding",
        { roleRef: { name: "a" } },
        { roleRef: { name: "b" } },
        ["roleRef.name"],
      ],
      ["rbac.authorization.k8s.io/v1:Role", { rules: [1] }, { rules: [2] }, []],
      ["policy/v1:PodDisruptionBudget", { spec: { minAvailable: 1 } }, { spec: { minAvailable: 2 } }, []],
      [
        "autoscaling/v2:HorizontalPodAutoscaler",
        { spec: { maxReplicas: 1 } },
        { spec: { maxReplicas: 2 } },
        [],
      ],
      [
        "core/v1:Pod",
        { spec: { containers: [{ image: "a" }] } },
        { spec: { containers: [{ image: "b" }] } },
        ["spec.containers[0].image"],
      ],
      ["gateway.networking.k8s.io/v1:HTTPRoute", { spec: { rules: [1] } }, { spec: { rules: [2] } }, []],
    ];
    for (const [type, from, to, replaces] of cases) {
      const result = await change(`kubernetes:${type}`, from, to);
      expect(result, `${type} ${JSON.stringify(to)}`).to.deep.equal({ ...UPDATE, replaces });
    }
  });

  it("replace for a name or a namespace, and delete first what keeps both", async () => {
    const named = (name: string, namespace?: string) =>
      deployment("a", "web", { name, ...(namespace ? { namespace } : {}) });
    expect(await change(DEPLOYMENT, named("a"), named("b"))).to.deep.equal(replaced("metadata.name"));
    expect(await change(DEPLOYMENT, named("a"), named("a", "default"))).to.deep.equal(SAME);
    expect(await change(DEPLOYMENT, named("a"), named("a", "other"))).to.deep.equal(
      replaced("metadata.namespace"),
    );
    const selected = deployment("a", "api", { name: "a" });
    expect(await change(DEPLOYMENT, named("a"), selected)).to.deep.include({ deleteBeforeReplace: true });
    expect(await change(DEPLOYMENT, deployment("a"), deployment("a", "api"))).to.deep.include({
      deleteBeforeReplace: false,
    });
  });

  it("generate names, keep them, and mark them as generated", async () => {
    const { id, inputs, outputs, kubernetes, at } = await make(DEPLOYMENT, deployment("a"));
    const metadata = inputs.metadata as PropertyMap;
    expect(metadata.name).to.match(/^web-[0-9a-f]{8}$/);
    expect(metadata.annotations).to.deep.equal({ "pulumi.com/autonamed": "true" });
    expect(id).to.equal(`default/${metadata.name}`);
    const again = await kubernetes.check({
      ...at,
      olds: inputs,
      news: deployment("b"),
      randomSeed: Buffer.from("other"),
    });
    expect((again.inputs.metadata as PropertyMap).name).to.equal(metadata.name);
    expect((outputs.metadata as PropertyMap).uid).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
    expect(outputs.status).to.deep.include({ readyReplicas: 1 });
  });

  it("live in the provider's namespace, and some in none", async () => {
    const kubernetes = provider();
    await kubernetes.configure({ namespace: "apps" });
    const spaced = await make(
      "kubernetes:core/v1:Service",
      { metadata: { name: "s" }, spec: {} },
      kubernetes,
    );
    expect(spaced.id).to.equal("apps/s");
    expect((await make("kubernetes:core/v1:Namespace", { metadata: { name: "n" } }, kubernetes)).id).to.equal(
      "n",
    );
    expect(
      (await make("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", { metadata: { name: "r" } })).id,
    ).to.equal("r");
  });

  it("refuse a second object of one name, and what cannot be created", async () => {
    const kubernetes = provider();
    const one = { metadata: { name: "one" }, data: {} };
    await make("kubernetes:core/v1:ConfigMap", one, kubernetes);
    await make("kubernetes:core/v1:ConfigMap", one, kubernetes).then(
      () => expect.fail("created"),
      ({ message }: Error) => expect(message).to.equal('ConfigMap "default/one" already exists'),
    );
    const check = (type: string, news: PropertyMap) => kubernetes.check({ ...call(type), news, randomSeed });
    const generated = await check("kubernetes:core/v1:Pod", { metadata: { generateName: "x-" } });
    expect(generated.failures[0]?.reason).to.contain("generateName");
    const patch = await check("kubernetes:core/v1:ServicePatch", {});
    expect(patch.failures[0]?.reason).to.contain("require the `.metadata.name` field");
    await check("kubernetes:helm.sh/v3:Release", {}).then(
      () => expect.fail("known"),
      ({ message }: Error) =>
        expect(message).to.contain("does not know the type").and.to.contain("bridgedTypes"),
    );
  });

  it("show what another hand changed of what the program gave, and nothing else", async () => {
    const { at, id, inputs, outputs, kubernetes } = await make("kubernetes:core/v1:Service", {
      metadata: { name: "s" },
      spec: { selector: { app: "blue" } },
    });
    kubernetes.store.change(at.type, id, {
      spec: { ...(outputs.spec as PropertyMap), selector: { app: "green" }, x: 1 },
    });
    const seen = await kubernetes.read({ ...at, id, inputs, outputs });
    expect(seen.inputs?.spec).to.deep.equal({ selector: { app: "green" } });
    const diff = { ...at, id, oldInputs: inputs, oldOutputs: seen.outputs, news: inputs };
    expect((await kubernetes.diff({ ...diff, ignoreChanges: [] })).changes).to.equal("some");
    expect((await kubernetes.diff({ ...diff, ignoreChanges: ["spec.selector"] })).changes).to.equal("none");
  });
});
