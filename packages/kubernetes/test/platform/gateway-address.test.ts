import { RouterDown, type Session } from "@anew/core";
import { expect } from "chai";
import { FakeApi } from "./fake-api";
import { FakeGroup, failureOf, ROUTE } from "./fake-group";

const GATEWAY = {
  kind: "gateway",
  listen: [
    { port: 80, path: "/shop" },
    { port: 443, path: "/shop" },
    { port: 80, path: "/api" },
  ],
} as const;

describe("an HTTPRoute as the address of a group", () => {
  let api: FakeApi;
  let group: FakeGroup;
  let session: Session;

  beforeEach(async () => {
    api = new FakeApi();
    await api.start();
    group = new FakeGroup(api);
    group.addGeneration("a1");
    group.addGeneration("b2");
    group.addRoute();
    group.follow();
    session = await group.open(GATEWAY);
  });

  afterEach(async () => {
    await session.close();
    await api.stop();
  });

  const router = () => session.router!;
  const weights = () =>
    Object.fromEntries(
      api
        .at(ROUTE)
        .spec.rules[0].backendRefs.map((one: { name: string; weight: number }) => [one.name, one.weight]),
    );

  it("divides the traffic by weights, the same for each path, in one write", async () => {
    await router().shift({ a1: 100 });
    const before = api.writes.length;
    await router().shift({ a1: 90, b2: 10 });
    expect(api.writes.slice(before)).to.deep.equal([`PATCH ${ROUTE}`]);
    const { rules } = api.at(ROUTE).spec;
    expect(rules.map((rule: { matches: object }) => rule.matches)).to.deep.equal([
      [{ path: { type: "PathPrefix", value: "/api" } }],
      [{ path: { type: "PathPrefix", value: "/shop" } }],
    ]);
    expect(rules[0].backendRefs).to.deep.equal(rules[1].backendRefs);
    expect(rules[0].backendRefs[1]).to.deep.equal({
      group: "",
      kind: "Service",
      name: "web-b2",
      port: 8080,
      weight: 10,
    });
    expect(await router().read()).to.deep.equal({ a1: 90, b2: 10 });
    expect(await router().written?.()).to.deep.equal({ a1: 90, b2: 10 });
  });

  it("reads weights of any size as percents, by the Service of each generation", async () => {
    await router().shift({ a1: 100 });
    const refs = (a: number, b: number) => [
      { name: "web-a1", weight: a },
      { name: "web-b2", weight: b },
    ];
    api.at(ROUTE).spec.rules = [{ backendRefs: refs(3, 1) }];
    expect(await router().read()).to.deep.equal({ a1: 75, b2: 25 });
    api.at(ROUTE).spec.rules = [{ backendRefs: refs(1, 0) }, { backendRefs: refs(0, 1) }];
    expect(await router().read()).to.deep.equal({ "rules that differ": 100 });
    api.at(ROUTE).spec.rules = [{ backendRefs: [{ name: "web-a1" }, { name: "other" }] }];
    expect(await router().read()).to.deep.equal({ a1: 50, "Service other": 50 });
  });

  it("of somebody else's, never written, is adopted by the first shift and not before", async () => {
    group.addRoute([{ backendRefs: [{ name: "old", port: 80 }] }]);
    expect(await router().read()).to.deep.equal({});
    await session.join("a1", group.addGeneration("a1"));
    expect(api.at(ROUTE).spec.rules[0].backendRefs).to.deep.equal([{ name: "old", port: 80 }]);
    await router().shift({ a1: 100 });
    expect(weights()).to.deep.equal({ "web-a1": 100 });
  });

  it("knows a generation before it gets traffic, and forgets it only without traffic", async () => {
    const identity = group.addGeneration("b2");
    await router().shift({ a1: 100 });
    await session.join("b2", identity);
    expect(weights()).to.deep.equal({ "web-a1": 100, "web-b2": 0 });
    const before = api.writes.length;
    await session.join("b2", identity);
    await session.leave("a1");
    expect(api.writes).to.have.length(before);
    await router().shift({ b2: 100 });
    expect(weights()).to.deep.equal({ "web-a1": 0, "web-b2": 100 });
    await session.leave("a1");
    expect(weights()).to.deep.equal({ "web-b2": 100 });
  });

  it("that its gateway does not accept takes no traffic, which the live split must not hide", async () => {
    const condition = {
      type: "Accepted",
      status: "False",
      reason: "NotAllowedByListeners",
      observedGeneration: 2,
    };
    api.onWrite = (_, object) => {
      object.status = { parents: [{ parentRef: { name: "public" }, conditions: [condition] }] };
    };
    const why =
      "HTTPRoute test/web takes no traffic: Gateway public does not accept it (NotAllowedByListeners)";
    expect(await failureOf(router().shift({ a1: 100 }))).to.equal(why);
    expect(await failureOf(router().read())).to.equal(why);
  });

  it("that no gateway takes says so", async () => {
    api.onWrite = () => undefined;
    expect(await failureOf(router().shift({ a1: 100 }))).to.contain("is the Gateway's controller running?");
  });

  it("sends nothing to a generation without a Service, and says so", async () => {
    expect(await failureOf(router().shift({ c3: 100 }))).to.contain('c3 has no Service with a port "main"');
    expect(api.writes).to.deep.equal([]);
  });

  it("that is gone is a router that is down", async () => {
    api.drop(ROUTE);
    expect(
      await router()
        .read()
        .catch((error: unknown) => error),
    ).to.be.instanceOf(RouterDown);
  });

  it("stops all traffic by weights of 0", async () => {
    await router().shift({ a1: 100 });
    await session.stopTraffic();
    expect(weights()).to.deep.equal({ "web-a1": 0 });
    expect(await router().read()).to.deep.equal({});
  });
});
