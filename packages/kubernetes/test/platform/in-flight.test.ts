import type { Session } from "@anew/core";
import { expect } from "chai";
import { selectorOf } from "../../src/labels";
import { sumOf } from "../../src/platform/metrics";
import { FakeApi } from "./fake-api";
import { FakeGroup, failureOf, KEY, podPath } from "./fake-group";

const METRIC = { path: "/metrics", port: 9090, metric: "requests_in_flight" };

describe("what a generation has in flight", () => {
  let api: FakeApi;
  let group: FakeGroup;
  const open: Session[] = [];

  beforeEach(async () => {
    api = new FakeApi();
    await api.start();
    group = new FakeGroup(api);
    group.addGeneration("a1", { replicas: 2 });
    group.addGeneration("b2");
    group.addService();
    group.setEndpoints(selectorOf(KEY, "a1"));
  });

  afterEach(async () => {
    for (const session of open.splice(0)) await session.close();
    await api.stop();
  });

  async function counts(route = {}): Promise<() => Promise<number | undefined>> {
    const session = await group.open(route);
    open.push(session);
    return () => session.router!.inFlight("a1");
  }

  it("is each endpoint that still leads to it, then unknown for as long as nodes may take, then nothing", async () => {
    const count = await counts();
    expect(await count()).to.equal(2);
    group.setEndpoints(selectorOf(KEY, "b2"));
    expect(await count()).to.equal(undefined);
    await group.clock.sleep(2_900);
    expect(await count()).to.equal(undefined);
    await group.clock.sleep(200);
    expect(await count()).to.equal(0);
  });

  it("begins anew when it gets endpoints again in between", async () => {
    const count = await counts();
    group.setEndpoints(selectorOf(KEY, "b2"));
    await count();
    group.setEndpoints(selectorOf(KEY, "a1"));
    expect(await count()).to.equal(2);
    group.setEndpoints(selectorOf(KEY, "b2"));
    await group.clock.sleep(10_000);
    expect(await count()).to.equal(undefined);
  });

  it("is the sum of its pods' own metric once nothing leads to it", async () => {
    const count = await counts({ inFlight: METRIC });
    group.setEndpoints(selectorOf(KEY, "b2"));
    api.pods.set("web-a1-0:9090/metrics", { status: 200, body: "requests_in_flight 2\n" });
    api.pods.set("web-a1-1:9090/metrics", { status: 200, body: 'requests_in_flight{a="x"} 1\nother 9\n' });
    expect(await count()).to.equal(3);
    await group.clock.sleep(60_000);
    expect(await count()).to.equal(3);
    api.pods.set("web-a1-0:9090/metrics", { status: 200, body: "requests_in_flight 0" });
    api.pods.set("web-a1-1:9090/metrics", { status: 200, body: "requests_in_flight 0" });
    expect(await count()).to.equal(0);
  });

  it("is unknown while a pod does not show its metric, and nothing where a pod is gone", async () => {
    const count = await counts({ inFlight: METRIC });
    group.setEndpoints(selectorOf(KEY, "b2"));
    api.pods.set("web-a1-0:9090/metrics", { status: 200, body: "requests_in_flight 0" });
    await count();
    await group.clock.sleep(60_000);
    expect(await count()).to.equal(undefined);
    api.drop(podPath("a1", 1));
    expect(await count()).to.equal(0);
  });

  it("that may not be asked is an error that names the right", async () => {
    const count = await counts({ inFlight: METRIC });
    group.setEndpoints(selectorOf(KEY, "b2"));
    api.denied.add("get pods/proxy");
    expect(await failureOf(count())).to.contain('cannot get resource "pods/proxy"');
  });
});

describe("the sum of a metric", () => {
  it("takes all series of exactly this name", () => {
    const text = '# TYPE n gauge\nn{path="/a b"} 1.5\nn{path="}"} 2 1700000000\nn_total 7\nno 1\n n 4\n';
    expect(sumOf(text, "n")).to.equal(3.5);
    expect(sumOf("n NaN\n", "n")).to.equal(undefined);
    expect(sumOf("", "n")).to.equal(undefined);
  });
});
