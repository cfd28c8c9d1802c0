import type { Session } from "@anew/core";
import { expect } from "chai";
import { kubernetesLabels } from "../../src/labels";
import { FakeApi } from "./fake-api";
import { deploymentPath, FakeGroup, failureOf, KEY } from "./fake-group";

describe("what a cut-off update left in a cluster", () => {
  let api: FakeApi;
  let group: FakeGroup;
  let session: Session;

  beforeEach(async () => {
    api = new FakeApi();
    await api.start();
    group = new FakeGroup(api);
    group.addService();
    session = await group.open();
  });

  afterEach(async () => {
    await session.close();
    await api.stop();
  });

  const nothing = { ids: [], generations: [] };
  const names = async (known = nothing as { ids: string[]; generations: string[] }, declared = {}) =>
    (await session.orphans(known, declared)).map((orphan) => orphan.description);

  it("is of a generation that neither the state nor the program knows, of each kind", async () => {
    const declared = { a1: group.addGeneration("a1") };
    group.addGeneration("b2");
    group.addGeneration("c3");
    const labels = kubernetesLabels(KEY, "b2");
    api.put("/api/v1/namespaces/test/secrets/web-b2", { metadata: { labels } });
    api.put("/api/v1/namespaces/test/configmaps/web-b2", { metadata: { labels } });
    api.put("/api/v1/namespaces/test/configmaps/other", {
      metadata: { labels: kubernetesLabels({ ...KEY, owner: "another" }, "b2") },
    });
    expect(await names({ ids: [], generations: ["c3"] }, declared)).to.deep.equal([
      "Service test/web-b2 of generation b2",
      "Deployment test/web-b2 of generation b2",
      "ConfigMap test/web-b2 of generation b2",
      "Secret test/web-b2 of generation b2",
    ]);
  });

  it("is none of what the state holds, also where its gate was never made", async () => {
    group.addGeneration("b2");
    expect(await names({ ids: ["test/web-b2"], generations: [] })).to.deep.equal([]);
  });

  it("is the twin of a declared generation's Deployment and Service, made before the state knew", async () => {
    const declared = { a1: group.addGeneration("a1") };
    api.put(deploymentPath("a1-twin"), { metadata: { labels: kubernetesLabels(KEY, "a1") }, spec: {} });
    expect(await names(nothing, declared)).to.deep.equal(["Deployment test/web-a1-twin of generation a1"]);
  });

  it("is whatever else a generation has that the state held as a whole", async () => {
    const declared = { a1: group.addGeneration("a1") };
    const labels = kubernetesLabels(KEY, "a1");
    api.put("/apis/policy/v1/namespaces/test/poddisruptionbudgets/twin", { metadata: { labels } });
    expect(await names(nothing, declared), "a new one, of which the identity names only some").to.deep.equal(
      [],
    );
    expect(await names({ ids: ["test/web-a1"], generations: ["a1"] }, declared)).to.deep.equal([
      "PodDisruptionBudget test/twin of generation a1",
    ]);
    expect(await names({ ids: ["test/web-a1"], generations: [] }, declared), "before its gate").to.deep.equal(
      [],
    );
  });

  it("is removed with all that it owns; what is gone is fine", async () => {
    group.addGeneration("b2");
    const orphans = await session.orphans(nothing, {});
    for (const orphan of [...orphans, ...orphans]) await session.removeOrphan(orphan);
    expect(api.at(deploymentPath("b2"))).to.equal(undefined);
    expect(await names()).to.deep.equal([]);
  });

  it("is found without the right to read Secrets, and not without the others", async () => {
    group.addGeneration("b2");
    api.denied.add("list secrets");
    expect(await names()).to.have.length(2);
    api.denied.add("list configmaps");
    expect(await failureOf(names())).to.contain('cannot list resource "configmaps"');
  });
});
