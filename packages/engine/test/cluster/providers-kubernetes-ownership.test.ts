import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import { at, listAt } from "../../src/providers/kubernetes/object";
import type { TestResult } from "../../src/test-stack";
import { KubernetesNamespace } from "../support/kubernetes-namespace";

describe("fields of several owners on a real cluster", function () {
  this.timeout(120_000);
  let place: KubernetesNamespace;

  before(async function () {
    place = await KubernetesNamespace.make(this);
  });
  after(() => place?.remove());

  const succeeds = (result: TestResult): readonly string[] => {
    expect(result.error, result.failures.map((one) => one.message).join("\n")).to.equal(undefined);
    return result.lines;
  };
  const selectorOf = async (name: string) => at(await place.get("v1", "Service", name), "spec", "selector");
  const switchTo = (name: string, generation: string) =>
    place.merge("v1", "Service", name, { spec: { selector: { generation } } }, "anew-switch");

  it("a Service's selector that is ignored stays as another manager set it, through updates and refreshes", async () => {
    let port = 80;
    const stack = place.stack(() => {
      const annotations = { "pulumi.com/skipAwait": "true" };
      const spec = { selector: { generation: "none" }, ports: [{ name: "web", port }] };
      const options = { ignoreChanges: ["spec.selector"] };
      new k8s.core.v1.Service("web", { metadata: { name: "web", annotations }, spec }, options);
    });
    expect(succeeds(await stack.up())).to.deep.equal(["create web"]);
    await switchTo("web", "one");
    expect(succeeds(await stack.up())).to.deep.equal(["same web"]);
    port = 81;
    expect(succeeds(await stack.up())).to.deep.equal(["update web"]);
    expect(await selectorOf("web")).to.deep.equal({ generation: "one" });
    expect(succeeds(await stack.up())).to.deep.equal(["same web"]);
    expect(succeeds(await stack.refresh())).to.deep.equal(["refresh web"]);
    expect(succeeds(await stack.up())).to.deep.equal(["same web"]);
    await switchTo("web", "two");
    succeeds(await stack.refresh());
    port = 82;
    expect(succeeds(await stack.preview())).to.deep.equal(["update web"]);
    expect(succeeds(await stack.up())).to.deep.equal(["update web"]);
    expect(await selectorOf("web")).to.deep.equal({ generation: "two" });
    expect(at(await place.get("v1", "Service", "web"), "spec", "ports", 0, "port")).to.equal(82);
    succeeds(await stack.destroy());
  });

  it("a selector that nobody else set is kept by an update that ignores it", async () => {
    let port = 80;
    const stack = place.stack(() => {
      const annotations = { "pulumi.com/skipAwait": "true" };
      const spec = { selector: { generation: "own" }, ports: [{ name: "web", port }] };
      new k8s.core.v1.Service(
        "kept",
        { metadata: { name: "kept", annotations }, spec },
        { ignoreChanges: ["spec.selector"] },
      );
    });
    succeeds(await stack.up());
    port = 81;
    expect(succeeds(await stack.up())).to.deep.equal(["update kept"]);
    expect(await selectorOf("kept")).to.deep.equal({ generation: "own" });
    succeeds(await stack.destroy());
  });

  it("a conflict says whose the field is, and is won by those who insist", async () => {
    let value = "1";
    let annotations: Record<string, string> = {};
    const stack = place.stack(
      () => {
        const metadata = { name: "shared", annotations };
        new k8s.core.v1.ConfigMap("shared", { metadata, data: { value } });
      },
      { enableConfigMapMutable: "true" },
    );
    succeeds(await stack.up());
    await place.merge("v1", "ConfigMap", "shared", { data: { value: "theirs" } });
    value = "2";
    const refused = await stack.up();
    expect(refused.failures[0]?.message).to.match(
      /server-side apply field conflict detected.*The resource managed by field manager "pulumi-kubernetes-[0-9a-f]{8}" had an apply conflict: Apply failed with 1 conflict: conflict with "another-hand".*\.data\.value/s,
    );
    expect((await place.get("v1", "ConfigMap", "shared")).data).to.deep.equal({ value: "theirs" });
    annotations = { "pulumi.com/patchForce": "true" };
    expect(succeeds(await stack.up())).to.deep.equal(["update shared"]);
    expect((await place.get("v1", "ConfigMap", "shared")).data).to.deep.equal({ value: "2" });
    succeeds(await stack.destroy());
  });

  it("an update makes what the creation set its own, so that it can be taken away again", async () => {
    let data: Record<string, string> = { a: "1", b: "2" };
    const stack = place.stack(
      () => void new k8s.core.v1.ConfigMap("own", { metadata: { name: "own" }, data }),
      {
        enableConfigMapMutable: "true",
      },
    );
    succeeds(await stack.up());
    data = { a: "1" };
    expect(succeeds(await stack.up())).to.deep.equal(["update own"]);
    const live = await place.get("v1", "ConfigMap", "own");
    expect(live.data).to.deep.equal({ a: "1" });
    const managers = listAt(live, "metadata", "managedFields").map(
      (one) => `${one.manager} ${one.operation}`,
    );
    expect(managers.length).to.equal(1);
    expect(managers[0]).to.match(/^pulumi-kubernetes-[0-9a-f]{8} Apply$/);
    succeeds(await stack.destroy());
  });

  it("a Patch owns its fields only, and gives them up in the end", async () => {
    const name = "patched";
    await place.cluster.create(
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name, namespace: place.name },
        data: { theirs: "1" },
      },
      { fieldManager: "another-hand" },
    );
    let ours = "1";
    const stack = place.stack(
      () => void new k8s.core.v1.ConfigMapPatch(name, { metadata: { name }, data: { ours } }),
    );
    expect(succeeds(await stack.preview())).to.deep.equal(["create patched"]);
    expect(succeeds(await stack.up())).to.deep.equal(["create patched"]);
    ours = "2";
    expect(succeeds(await stack.up())).to.deep.equal(["update patched"]);
    const data = async () => (await place.get("v1", "ConfigMap", name)).data;
    expect(await data()).to.deep.equal({ theirs: "1", ours: "2" });
    succeeds(await stack.destroy());
    expect(await data()).to.deep.equal({ theirs: "1" });
  });
});
