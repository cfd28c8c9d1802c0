import { expect } from "chai";
import { requireDocker } from "../setup";
import type { Program } from "./support/programs";
import { routedServers } from "./support/router-view";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask, request, Traffic } from "./support/traffic";

describe("BlueGreenGroups that share a router", function () {
  this.timeout(300_000);
  let stack: TestStack;
  let traffic: Traffic;

  type Groups = NonNullable<Program["groups"]>;
  const group = (version: string, listen: object): Groups[string] => ({
    args: { env: { VERSION: version }, listen: { port: stack.port, ...listen } },
  });
  const program = (groups: Groups): Program => ({ router: { args: { ports: [stack.port] } }, groups });
  const up = async (groups: Groups) => {
    const result = await stack.up(program(groups));
    expectSuccess(result);
    return result;
  };
  const shop = (version = "shop 1") => group(version, { path: "/shop" });
  const blog = (version = "blog 1") => group(version, { host: "blog.test" });
  const rest = (version = "rest 1") => group(version, {});

  before(async function () {
    stack = await TestStack.create(await requireDocker(this));
    await up({ shop: shop(), blog: blog(), rest: rest() });
    traffic = await Traffic.start(stack.url);
  });

  after(async () => {
    await traffic?.stop();
    await stack?.remove();
  });

  it("are told apart by host and by path on one port", async () => {
    expect((await ask(stack.url)).version).to.equal("rest 1");
    expect((await ask(`${stack.url}shop/cart`)).version).to.equal("shop 1");
    expect((await ask(`${stack.url}shopping`)).version).to.equal("rest 1");
    expect((await ask(stack.url, "blog.test")).version).to.equal("blog 1");
    expect((await ask(`${stack.url}anything`, "blog.test")).version).to.equal("blog 1");
  });

  it("are released apart: one that changes leaves the others as they are", async () => {
    const result = await up({ shop: shop("shop 2"), blog: blog(), rest: rest() });
    expect(stepsOf(result).every((step) => step.includes(" shop-"))).to.equal(true);
    expect((await ask(`${stack.url}shop`)).version).to.equal("shop 2");
    expect((await ask(stack.url, "blog.test")).version).to.equal("blog 1");
  });

  it("keep their generations and their history when one is renamed with an alias", async () => {
    const before = await stack.containers();
    const store = { ...shop("shop 2"), aliases: [{ name: "shop" }] };
    const renamed = await up({ store, blog: blog(), rest: rest() });
    const touched = stepsOf(renamed).filter((step) => !step.startsWith("update Switch"));
    expect(touched).to.deep.equal([]);
    expect(await stack.containers()).to.deep.equal(before);

    const back = await up({ store: { ...store, args: shop("shop 1").args }, blog: blog(), rest: rest() });
    expect(stepsOf(back)).to.deep.equal(["update Switch store-switch"]);
    expect((await ask(`${stack.url}shop`)).version).to.equal("shop 1");
    expect(await stack.containers()).to.deep.equal(before);

    const released = await up({ store: { ...store, args: shop("shop 3").args }, blog: blog(), rest: rest() });
    expect(stepsOf(released).filter((step) => step.startsWith("delete "))).to.have.length(3);
    expect((await ask(`${stack.url}shop`)).version).to.equal("shop 3");
  });

  it("go away whole when they are no longer declared, and the others serve on", async () => {
    const store = { ...shop("shop 3"), aliases: [{ name: "shop" }] };
    const result = await up({ store, rest: rest() });
    const steps = stepsOf(result);
    expect(steps.every((step) => step.startsWith("delete ") && step.includes(" blog"))).to.equal(true);
    expect(steps[0]).to.equal("delete Switch blog-switch");
    expect((await stack.containers()).filter((one) => one.group === "blog")).to.deep.equal([]);
    const servers = await routedServers(stack.docker.client, await stack.router());
    expect(servers.filter((one) => one.group.endsWith("/blog"))).to.deep.equal([]);
    // Its host is nobody's now: the group without a host has it.
    expect((await ask(stack.url, "blog.test")).version).to.equal("rest 1");
    expect((await request(`${stack.url}shop`)).status).to.equal(200);
    const { by } = await traffic.stopWithoutFailures();
    expect(Object.keys(by)).to.deep.equal(["rest 1"]);
  });
});
