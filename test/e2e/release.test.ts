import { expect } from "chai";
import { requireDocker, type TestDocker } from "../setup";
import type { Program } from "./support/programs";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask, Traffic } from "./support/traffic";

describe("a BlueGreenGroup's releases on a Docker host", function () {
  this.timeout(300_000);
  let docker: TestDocker;
  let stack: TestStack;
  let traffic: Traffic;
  /** Ids of generations, and what the test calls them. */
  const names: Record<string, string> = {};

  const program = (env: Record<string, string>): Program => ({
    groups: { web: { args: { env, keep: 1, listen: { port: stack.port } } } },
  });
  const live = async (name: string): Promise<string> => {
    const { generation, version } = await ask(stack.url);
    names[generation] ??= name;
    return `${names[generation]} ${version}`;
  };
  const created = (name: string): string[] => [
    `create Generation web-${name}`,
    `create Container web-${name}-0`,
    `create Gate web-${name}-gate`,
    "update Switch web-switch",
  ];
  const deleted = (name: string): string[] => [
    `delete Gate web-${name}-gate`,
    `delete Container web-${name}-0`,
    `delete Generation web-${name}`,
  ];

  before(async function () {
    docker = await requireDocker(this);
    stack = await TestStack.create(docker);
    const first = await stack.up(program({ VERSION: "1" }));
    expectSuccess(first);
    expect(await live("v1")).to.equal("v1 1");
    expect(stepsOf(first, names).filter((step) => step.includes("web-"))).to.deep.equal([
      "create Salt web-salt",
      ...created("v1").slice(0, 3),
      "create Switch web-switch",
    ]);
    traffic = await Traffic.start(stack.url);
  });

  after(async () => {
    await traffic?.stop();
    await stack?.remove();
  });

  afterEach(() => traffic.expectNoFailures());

  it("does nothing when nothing has changed", async () => {
    const result = await stack.up(program({ VERSION: "1" }));
    expectSuccess(result);
    expect(stepsOf(result)).to.deep.equal([]);
  });

  it("makes a whole generation for one changed environment variable, then moves the traffic", async () => {
    const result = await stack.up(program({ VERSION: "2" }));
    expectSuccess(result);
    expect(await live("v2")).to.equal("v2 2");
    expect(stepsOf(result, names)).to.deep.equal(created("v2"));
  });

  it("rolls back by moving the traffic, as its preview says, and creates nothing", async () => {
    const steps = ["update Switch web-switch"];
    expect(stepsOf(await stack.preview(program({ VERSION: "1" })))).to.deep.equal(steps);
    expect(await live("v2")).to.equal("v2 2");
    const result = await stack.up(program({ VERSION: "1" }));
    expectSuccess(result);
    expect(await live("v1")).to.equal("v1 1");
    expect(stepsOf(result)).to.deep.equal(steps);
  });

  it("makes a whole generation for a changed secret, and deletes the oldest when it is drained", async () => {
    const result = await stack.up(program({ VERSION: "1" }), { secret: "s3cret-two" });
    expectSuccess(result);
    expect(await live("v1 with secret two")).to.equal("v1 with secret two 1");
    expect((await ask(stack.url)).secret).to.equal("s3cret-two");
    expect(stepsOf(result, names)).to.deep.equal([...created("v1 with secret two"), ...deleted("v2")]);
  });

  it("leaves what serves untouched when a release never becomes healthy, and says why", async () => {
    const before = await stack.containers();
    const bad = program({ VERSION: "3", BAD: "1" });
    const result = await stack.up(bad, { secret: "s3cret-three" });
    expect(result.exitCode).not.to.equal(0);
    expect(result.error).to.match(/generation ([0-9a-f]{8}) did not become healthy within 8 s/);
    expect(result.error).to.contain("L7STS/500");
    const failed = /generation ([0-9a-f]{8})/.exec(result.error as string)?.[1] as string;
    names[failed] = "v3";
    expect(stepsOf(result, names)).to.deep.equal(created("v3").slice(0, 3));
    expect(await live("")).to.equal("v1 with secret two 1");
    expect((await stack.containers()).filter(({ generation }) => generation !== failed)).to.deep.equal(
      before,
    );
  });

  it("removes only the failed generation when the program goes back to the secret that serves", async () => {
    const result = await stack.up(program({ VERSION: "1" }), { secret: "s3cret-two" });
    expectSuccess(result);
    expect(stepsOf(result, names)).to.deep.equal(["delete Container web-v3-0", "delete Generation web-v3"]);
    expect(await live("")).to.equal("v1 with secret two 1");
  });

  it("records what was released, in order, and no secret", async () => {
    const { web } = (await stack.outputs()) as {
      web: { history: { released: { id: string }[]; log: { id: string; outcome: string }[] } };
    };
    expect(web.history.released.map(({ id }) => names[id])).to.deep.equal(["v1 with secret two", "v1"]);
    expect(web.history.log.map(({ id, outcome }) => `${outcome} ${names[id]}`)).to.deep.equal([
      "released v1 with secret two",
      "rolled back v1",
      "released v2",
      "released v1",
    ]);
    expect(JSON.stringify(web.history)).not.to.match(/s3cret/);
  });

  it("served every request, from each generation in its turn", async () => {
    const { by } = await traffic.stopWithoutFailures();
    expect(Object.keys(by).sort()).to.deep.equal(["1", "2"]);
  });

  it("goes away whole", async () => {
    const result = await stack.destroy(program({ VERSION: "1" }), { secret: "s3cret-two" });
    expectSuccess(result);
    expect(stepsOf(result).every((step) => step.startsWith("delete "))).to.equal(true);
    expect(await stack.leftovers()).to.deep.equal([]);
  });
});
