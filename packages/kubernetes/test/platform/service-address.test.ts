import { RouterDown, type Session } from "@anew/core";
import { expect } from "chai";
import { nothingSelector, selectorOf } from "../../src/labels";
import { FakeApi } from "./fake-api";
import { FakeGroup, failureOf, KEY, SERVICE } from "./fake-group";

describe("a Service as the address of a group", () => {
  let api: FakeApi;
  let group: FakeGroup;
  let session: Session;

  beforeEach(async () => {
    api = new FakeApi();
    await api.start();
    group = new FakeGroup(api);
    group.addGeneration("a1", { replicas: 2 });
    group.addGeneration("b2");
    group.addService();
    group.follow();
    session = await group.open();
  });

  afterEach(async () => {
    await session.close();
    await api.stop();
  });

  const router = () => session.router!;

  it("gives all the traffic to the generation that its selector shows", async () => {
    expect(await router().read()).to.deep.equal({});
    await router().shift({ a1: 100 });
    expect(api.at(SERVICE).spec.selector).to.deep.equal(selectorOf(KEY, "a1"));
    expect(await router().read()).to.deep.equal({ a1: 100 });
    expect(await router().written?.()).to.deep.equal({ a1: 100 });
  });

  it("moves from one generation to another in one write", async () => {
    await router().shift({ a1: 100 });
    const before = api.writes.length;
    await router().shift({ b2: 100, a1: 0 });
    expect(api.writes.slice(before)).to.deep.equal([`PATCH ${SERVICE}`]);
    expect(await router().read()).to.deep.equal({ b2: 100 });
  });

  it("of somebody else's, never written, is adopted: nothing of the old selector stays", async () => {
    group.addService({ selector: { app: "web", tier: "front" } });
    expect(await router().read()).to.deep.equal({});
    expect(await router().written?.()).to.equal(undefined);
    await router().shift({ a1: 100 });
    expect(api.at(SERVICE).spec.selector).to.deep.equal(selectorOf(KEY, "a1"));
  });

  it("that somebody else has taken over after a release is no generation's", async () => {
    await router().shift({ a1: 100 });
    api.at(SERVICE).spec.selector = { app: "other" };
    expect(await router().read()).to.deep.equal({ "selector app=other": 100 });
    api.at(SERVICE).spec.selector = { ...selectorOf(KEY, "a1"), tier: "front" };
    expect(Object.keys(await router().read())).to.not.deep.equal(["a1"]);
    api.at(SERVICE).spec.selector = { "dev.anew.generation": "a1" };
    expect(Object.keys(await router().read())).to.not.deep.equal(["a1"]);
    api.at(SERVICE).spec.selector = selectorOf({ ...KEY, owner: "another" }, "a1");
    expect(Object.keys(await router().read())).to.not.deep.equal(["a1"]);
  });

  it("writes nothing over that it has not seen: it reads again when somebody else wrote in between", async () => {
    group.addService({ selector: { app: "web" } });
    let meddled = false;
    const ask = api.requests.push.bind(api.requests);
    api.requests.push = (request: string) => {
      if (request === `PATCH ${SERVICE}` && !meddled) {
        meddled = true;
        group.addService({ selector: { late: "1" } });
      }
      return ask(request);
    };
    await router().shift({ a1: 100 });
    expect(api.writes).to.have.length(2);
    expect(api.at(SERVICE).spec.selector).to.deep.equal(selectorOf(KEY, "a1"));
  });

  it("waits until the endpoints are pods of the new generation and no others", async () => {
    await router().shift({ a1: 100 });
    let looks = 0;
    api.onWrite = () => undefined;
    const sleep = group.clock.sleep.bind(group.clock);
    group.clock.sleep = async (ms) => {
      looks += 1;
      if (looks === 3) group.setEndpoints({}); // of both
      if (looks === 5) group.setEndpoints(selectorOf(KEY, "b2"));
      await sleep(ms);
    };
    await router().shift({ b2: 100 });
    expect(looks).to.equal(5);
  });

  it("says so when the endpoints do not follow", async () => {
    await router().shift({ a1: 100 });
    api.onWrite = () => undefined;
    expect(await failureOf(router().shift({ b2: 100 }))).to.equal(
      "the endpoints of Service test/web did not follow its selector within 10 s: 0 of b2, 2 others",
    );
  });

  it("can't divide the traffic", async () => {
    expect(await failureOf(router().shift({ a1: 90, b2: 10 }))).to.contain("Give the group a gateway");
    expect(api.writes).to.deep.equal([]);
  });

  it("stops all traffic by a selector that selects nothing, since one that is taken away stops none", async () => {
    await router().shift({ a1: 100 });
    await session.stopTraffic();
    expect(api.at(SERVICE).spec.selector).to.deep.equal(nothingSelector(KEY));
    expect(await router().read()).to.deep.equal({});
  });

  it("that is gone is a router that is down, and has no traffic to stop", async () => {
    api.drop(SERVICE);
    const error = await router()
      .read()
      .catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(RouterDown);
    expect(String(error)).to.contain("Service test/web is gone: run `pulumi refresh`");
    await session.stopTraffic();
  });

  it("has a preview that shows the generation that waits, until it is committed or given up", async () => {
    const preview = "/api/v1/namespaces/test/services/web-preview";
    api.put(preview, { spec: {} });
    const other = await group.open({ preview: "web-preview" });
    await other.preview("b2");
    expect(api.at(preview).spec.selector).to.deep.equal(selectorOf(KEY, "b2"));
    await other.leave("a1");
    expect(api.at(preview).spec.selector).to.deep.equal(selectorOf(KEY, "b2"));
    await other.leave("b2");
    expect(api.at(preview).spec.selector).to.deep.equal(nothingSelector(KEY));
    await other.preview("b2");
    await other.committed();
    expect(api.at(preview).spec.selector).to.deep.equal(nothingSelector(KEY));
    await other.close();
  });
});
