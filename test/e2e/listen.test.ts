import { expect } from "chai";
import { requireDocker } from "../setup";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask, request, Traffic } from "./support/traffic";

describe("a group whose address changes while it serves", function () {
  this.timeout(300_000);
  let stack: TestStack;
  let traffic: Traffic;

  const group = (more: object) => ({
    groups: { web: { args: { env: { VERSION: "1" }, listen: { port: stack.port }, ...more } } },
  });
  /** Everything that runs, by its ids. */
  const running = async () => [
    ...(await stack.containers()).map(({ id }) => id),
    ...(await stack.routers()),
    ...(await stack.leftovers()),
  ];

  before(async function () {
    stack = await TestStack.create(await requireDocker(this), 2);
    expectSuccess(await stack.up(group({})));
    traffic = await Traffic.start(stack.url);
  });

  after(async () => {
    await traffic?.stop();
    await stack?.remove();
  });

  it("serves another path and another host, and nothing that runs is touched", async () => {
    const before = await running();
    const listen = [{ port: stack.port }, { port: stack.port, host: "shop.test", path: "/shop" }];
    const result = await stack.up(group({ listen }));
    expectSuccess(result);
    const touched = stepsOf(result).filter((step) => !/^update (Gate|Switch) /.test(step));
    expect(touched).to.deep.equal([]);
    expect(await running()).to.deep.equal(before);
    expect((await ask(`${stack.url}shop`, "shop.test")).version).to.equal("1");
    traffic.expectNoFailures();
  });

  it("is refused another port, at preview too: nothing has changed, and it serves", async () => {
    const before = await running();
    const preview = { port: stack.ports[1] as number };
    for (const wrong of [group({ preview }), group({ listen: preview })]) {
      for (const result of [await stack.preview(wrong), await stack.up(wrong)]) {
        expect(result.error, result.output).to.not.equal(undefined);
        expect(result.output).to.contain(`the router anew-router-${stack.port} publishes (${stack.port})`);
      }
    }
    expect(await running()).to.deep.equal(before);
    const { requests } = await traffic.stopWithoutFailures();
    expect(requests).to.be.greaterThan(0);
  });

  it("has the port once the router is made anew on request, with the same generation behind it", async () => {
    const generations = await stack.containers();
    const routers = await stack.routers();
    const preview = { port: stack.ports[1] as number };
    expectSuccess(await stack.up(group({ preview }), { config: { "anew:routerRelease": "2" } }));
    expect(await stack.containers()).to.deep.equal(generations);
    expect(await stack.routers())
      .to.have.length(1)
      .and.not.deep.equal(routers);
    expect((await ask(stack.url)).version).to.equal("1");
    const shown = await request(`http://127.0.0.1:${preview.port}/`);
    expect(shown.status, "the preview address shows nothing after the switch").to.equal(404);
  });

  it("keeps its generations when a HostRouter takes the router over by an alias", async () => {
    const generations = await stack.containers();
    const router = {
      args: { ports: [...stack.ports], release: "3" },
      aliases: [{ name: `anew-router-${stack.port}` }],
    };
    const config = { "anew:routerRelease": "2" };
    expectSuccess(await stack.up({ ...group({}), router }, { config }));
    expect(await stack.containers()).to.deep.equal(generations);
    expect(await stack.routers()).to.have.length(1);
    expect((await ask(stack.url)).version).to.equal("1");
    expectSuccess(await stack.destroy({ ...group({}), router }, { config }));
    expect(await stack.leftovers()).to.deep.equal([]);
  });
});
