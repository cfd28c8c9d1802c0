import type { Json, Session } from "@anew/core";
import { expect } from "chai";
import { selectorOf } from "../../src/labels";
import { FakeApi } from "./fake-api";
import { deploymentPath, FakeGroup, failureOf, KEY } from "./fake-group";

describe("stopping, starting and joining generations in a cluster", () => {
  let api: FakeApi;
  let group: FakeGroup;
  let session: Session;

  beforeEach(async () => {
    api = new FakeApi();
    await api.start();
    group = new FakeGroup(api);
    group.addGeneration("a1");
    group.addService({ selector: selectorOf(KEY, "a1") });
    session = await group.open({}, "b2");
  });

  afterEach(async () => {
    await session.close();
    await api.stop();
  });

  const replicas = (id: string): number => api.at(deploymentPath(id)).spec.replicas;
  const liveHas = (count: number): void => {
    api.at(deploymentPath("a1")).spec.replicas = count;
  };

  it("scales to nothing and back to what was released, by the subresource, once", async () => {
    const identity = group.addGeneration("b2", { replicas: 3 });
    expect(await session.running(identity)).to.equal(true);
    await session.stop(identity, 1000);
    await session.stop(identity, 1000);
    expect(await session.running(identity)).to.equal(false);
    await session.start(identity);
    await session.start(identity);
    expect(replicas("b2")).to.equal(3);
    const path = `PATCH ${deploymentPath("b2")}/scale`;
    expect(api.writes).to.deep.equal([path, path]);
  });

  it("starts one that scales by itself with as many as serve, within its limit", async () => {
    const identity = group.addGeneration("b2", { replicas: 2, max: 6 });
    await session.stop(identity, 1000);
    liveHas(4);
    await session.start(identity);
    expect(replicas("b2")).to.equal(4);
    await session.stop(identity, 1000);
    liveHas(40);
    await session.start(identity);
    expect(replicas("b2")).to.equal(6);
  });

  it("lets the one that is to get traffic inherit the live one's replicas, and no other, and never fewer", async () => {
    liveHas(4);
    const identity = group.addGeneration("b2", { replicas: 2, max: 6 });
    const other = group.addGeneration("c3", { replicas: 2, max: 6 });
    const fixed = group.addGeneration("d4", { replicas: 2 });
    await session.join("b2", identity);
    await session.join("c3", other);
    await session.join("d4", fixed);
    expect(["b2", "c3", "d4"].map(replicas)).to.deep.equal([4, 2, 2]);
    liveHas(1);
    await session.join("b2", identity);
    expect(replicas("b2")).to.equal(4);
  });

  it("never makes again what is gone or was made anew", async () => {
    const identity = group.addGeneration("b2") as Record<string, Json>;
    const anew = { ...identity, uid: "the-first" };
    expect(await session.running(anew)).to.equal(false);
    expect(await session.replaced("b2", anew)).to.equal(true);
    expect(await failureOf(session.start(anew))).to.contain("is not the one that was released");
    api.drop(deploymentPath("b2"));
    expect(await session.running(identity)).to.equal(false);
    expect(await session.replaced("b2", identity)).to.equal(false);
    expect(await failureOf(session.start(identity))).to.contain(
      "Deployment test/web-b2 is gone, and a released generation is never made again",
    );
    expect(api.writes).to.deep.equal([]);
  });

  it("works without a router, as an ImmutableService has none", async () => {
    const identity = group.addGeneration("b2");
    const alone = await group.open(null);
    expect(alone.router).to.equal(undefined);
    await alone.join("b2", identity);
    expect(await alone.health("b2", identity)).to.deep.include({ healthy: true });
    await alone.leave("b2");
    await alone.preview("b2");
    expect(await alone.orphans({ ids: [], generations: [] }, {})).to.deep.equal([]);
    await alone.close();
  });
});
