import { expect } from "chai";
import { importedInputs } from "../src/providers/kubernetes/imported-inputs";
import { KubernetesProvider } from "../src/providers/kubernetes/kubernetes-provider";
import { canonicalQuantity } from "../src/providers/kubernetes/quantity";
import { type PropertyMap, Secret, UNKNOWN } from "../src/values";

const urnOf = (type: string, name = "web") => `urn:pulumi:dev::proj::${type}::${name}`;
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const SECRET = "kubernetes:core/v1:Secret";

describe("the kubernetes provider's check", () => {
  const provider = new KubernetesProvider(undefined, {});
  const check = (type: string, news: PropertyMap, olds?: PropertyMap, seed = "1") =>
    provider.check({
      type,
      urn: urnOf(type),
      news,
      randomSeed: Buffer.from(seed),
      ...(olds ? { olds } : {}),
    });
  const named = async (...args: Parameters<typeof check>) =>
    (await check(...args)).inputs.metadata as PropertyMap;

  it("names what the program does not, says so in an annotation, and keeps that name until it is replaced", async () => {
    const news = { apiVersion: "apps/v1", kind: "Deployment", spec: {} };
    const first = await check(DEPLOYMENT, news);
    const metadata = first.inputs.metadata as PropertyMap;
    expect(metadata.name).to.match(/^web-[0-9a-f]{8}$/);
    expect(metadata.annotations).to.deep.equal({ "pulumi.com/autonamed": "true" });
    expect(await named(DEPLOYMENT, news, first.inputs, "2")).to.deep.equal(metadata);
    expect((await named(DEPLOYMENT, news, undefined, "2")).name).to.not.equal(metadata.name);
  });

  it("leaves names alone that the program gives, also unknown ones", async () => {
    expect(await named(DEPLOYMENT, { metadata: { name: "mine" } })).to.deep.equal({ name: "mine" });
    expect(await named(DEPLOYMENT, { metadata: { name: UNKNOWN } })).to.deep.equal({ name: UNKNOWN });
    // A name that the program gave and takes away again is not made up anew.
    expect(await named(DEPLOYMENT, { metadata: {} }, { metadata: { name: "mine" } })).to.deep.equal({});
  });

  it("keeps the data of a Secret in the server's form, and secret whether or not the program said so", async () => {
    const news = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { key: "value" } };
    const { inputs } = await check(SECRET, news);
    expect(inputs.stringData).to.equal(undefined);
    expect(inputs.data).to.deep.equal(new Secret({ key: "dmFsdWU=" }));
  });

  it("keeps secret what the program marked, and nothing around it", async () => {
    const data = { open: "1", hidden: new Secret("2") };
    const news = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data };
    expect((await check("kubernetes:core/v1:ConfigMap", news)).inputs).to.deep.equal(news);
  });

  it("puts what lives in a namespace into the provider's", async () => {
    const placed = new KubernetesProvider(undefined, {});
    await placed.configure({ namespace: "there", kubeconfig: "{}" });
    const inputsOf = async (type: string, metadata: PropertyMap) => {
      const call = { type, urn: urnOf(type), news: { metadata }, randomSeed: Buffer.of(1) };
      return (await placed.check(call)).inputs.metadata;
    };
    expect(await inputsOf(DEPLOYMENT, { name: "a" })).to.deep.equal({ name: "a", namespace: "there" });
    expect(await inputsOf(DEPLOYMENT, { name: "a", namespace: "b" })).to.deep.equal({
      name: "a",
      namespace: "b",
    });
    expect(await inputsOf("kubernetes:core/v1:Namespace", { name: "a" })).to.deep.equal({ name: "a" });
    // A kind that nobody knows yet is taken to live in one.
    expect(await inputsOf("kubernetes:example.com/v1:Thing", { name: "a" })).to.deep.equal({
      name: "a",
      namespace: "there",
    });
  });

  it("refuses what is no single object, and names that the API server would make up", async () => {
    const refusal = (type: string) => check(type, {}).then(String, (error: Error) => error.message);
    expect(await refusal("kubernetes:helm.sh/v3:Release")).to.include("need the Pulumi CLI");
    expect(await refusal("kubernetes:core/v1:ServiceList")).to.include("lists cannot be created");
    const { failures } = await check(DEPLOYMENT, { metadata: { generateName: "web-" } });
    expect(failures[0]?.reason).to.include("generateName");
    const patch = await check("kubernetes:apps/v1:DeploymentPatch", { metadata: {} });
    expect(patch.failures[0]?.reason).to.include("require the `.metadata.name` field");
  });

  it("says what only the Pulumi CLI can do", async () => {
    const news = { enableServerSideApply: "false", renderYamlToDirectory: "out" };
    const { failures } = await provider.checkConfig("", undefined, news);
    expect(failures.map((one) => one.property)).to.deep.equal([
      "enableServerSideApply",
      "renderYamlToDirectory",
    ]);
  });
});

describe("the inputs of an object that is imported", () => {
  const metadata = { name: "a", namespace: "n", uid: "u", resourceVersion: "1", labels: { x: "y" } };

  it("are all that is not the cluster's own, and of a custom kind its identity", () => {
    const service = { apiVersion: "v1", kind: "Service", metadata, spec: { type: "ClusterIP" }, status: {} };
    const identity = { apiVersion: "v1", kind: "Service", metadata: { name: "a", namespace: "n" } };
    const { status: _, ...rest } = service;
    expect(importedInputs(service, identity)).to.deep.equal({
      ...rest,
      metadata: { name: "a", namespace: "n", labels: { x: "y" } },
    });
    const custom = { apiVersion: "example.com/v1", kind: "Thing" };
    const thing = { ...service, ...custom };
    expect(importedInputs(thing, { ...identity, ...custom })).to.deep.equal({ ...identity, ...custom });
  });
});

describe("a quantity", () => {
  it("is written as the API server writes it", () => {
    const pairs = {
      "0.5": "500m",
      "1000m": "1",
      "1024Mi": "1Gi",
      "1.5Gi": "1536Mi",
      "1000": "1k",
      "0.5Ki": "512",
      "0.3Ki": "307200m",
      "500Ki": "500Ki",
      "0": "0",
      "-2000m": "-2",
      "100M": "100M",
      "0.1m": "100u",
      "1e3": "1e3",
      "no quantity": "no quantity",
    };
    for (const [given, written] of Object.entries(pairs)) expect(canonicalQuantity(given)).to.equal(written);
  });
});
