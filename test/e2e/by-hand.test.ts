import { expect } from "chai";
import { requireDocker, type TestDocker, waitFor } from "../setup";
import type { Program } from "./support/programs";
import { askHaproxy, type RoutedServer, routedServers } from "./support/router-view";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask, request, Traffic } from "./support/traffic";

describe("what was changed by hand on a Docker host", function () {
  this.timeout(300_000);
  const onlySwitch = ["update Switch web-switch"];
  let docker: TestDocker;
  let stack: TestStack;

  const program = (version: string, more: object = {}): Program => ({
    groups: { web: { args: { env: { VERSION: version }, listen: { port: stack.port }, ...more } } },
  });
  const servers = async (): Promise<readonly RoutedServer[]> =>
    routedServers(docker.client, await stack.router());
  const shares = async (): Promise<Record<string, number>> =>
    Object.fromEntries((await servers()).map(({ generation, live }) => [generation, live]));
  const containerOf = async (generation: string): Promise<string> =>
    (await stack.containers()).find((one) => one.generation === generation)?.id as string;
  /** Gives every generation the same weight, past the volume and past Anew. */
  const splitByHand = async (): Promise<void> => {
    for (const { server } of await servers()) {
      await askHaproxy(docker.client, await stack.router(), `set server ${server} weight 128`);
    }
  };
  const nobodyAnswers = (): Promise<boolean> =>
    waitFor(async () => (await request(stack.url)).status === 503, 20_000);

  before(async function () {
    docker = await requireDocker(this);
    stack = await TestStack.create(docker);
    expectSuccess(await stack.up(program("1")));
    expectSuccess(await stack.up(program("2")));
  });

  after(() => stack?.remove());

  it("shows a live container that was stopped in the preview, and the update starts that very one", async () => {
    const { generation } = await ask(stack.url);
    const container = await containerOf(generation);
    await docker.client.getContainer(container).stop();
    expect(await nobodyAnswers()).to.equal(true);

    const preview = await stack.preview(program("2"));
    expect(stepsOf(preview)).to.deep.equal(onlySwitch);
    expect(preview.output).to.contain(`generation ${generation} is not healthy`);

    const result = await stack.up(program("2"));
    expectSuccess(result);
    expect(stepsOf(result)).to.deep.equal(onlySwitch);
    expect(await ask(stack.url)).to.include({ generation, version: "2" });
    expect(await containerOf(generation)).to.equal(container);
  });

  it("shows weights that were moved in the preview, and the update puts them right without a lost request", async () => {
    const { generation } = await ask(stack.url);
    const before = await shares();
    const traffic = await Traffic.start(stack.url);
    try {
      await splitByHand();
      expect(Object.values(await shares())).to.deep.equal([128, 128]);

      const preview = await stack.preview(program("2"));
      expect(stepsOf(preview)).to.deep.equal(onlySwitch);
      expect(preview.output).to.match(/the live split is \w+ 50 %, \w+ 50 %, expected \w+ 100 %/);
      expect(Object.values(await shares())).to.deep.equal([128, 128]);

      const result = await stack.up(program("2"));
      expectSuccess(result);
      expect(stepsOf(result)).to.deep.equal(onlySwitch);
      expect(await shares()).to.deep.equal(before);
      expect((await ask(stack.url)).generation).to.equal(generation);
    } finally {
      await traffic.stopWithoutFailures();
    }
  });

  it("refuses to release over weights that somebody else moved, unless it is told to", async () => {
    await splitByHand();
    const refused = await stack.up(program("3"));
    expect(refused.error).to.match(
      /the live split is .*somebody else moved the traffic\. Nothing was shifted/,
    );
    expect(Object.values(await shares()).sort()).to.deep.equal([0, 128, 128]);

    const told = await stack.up(program("3", { unexpectedSplit: "overwrite" }));
    expectSuccess(told);
    const { generation, version } = await ask(stack.url);
    expect(version).to.equal("3");
    expect((await servers()).filter(({ live }) => live > 0).map((one) => one.generation)).to.deep.equal([
      generation,
    ]);
  });

  it("says what to do when the live container was removed, and the next release serves again", async () => {
    const { generation } = await ask(stack.url);
    await docker.client.getContainer(await containerOf(generation)).remove({ force: true });
    expect(await nobodyAnswers()).to.equal(true);

    const result = await stack.up(program("3"));
    expect(result.exitCode).not.to.equal(0);
    expect(result.error).to.match(/container \w+ is gone/);
    expect(result.error).to.contain("release a new generation, or roll back to a retained one");

    expectSuccess(await stack.up(program("4")));
    expect((await ask(stack.url)).version).to.equal("4");
  });

  it("goes back to the retained generation when the live one was removed", async () => {
    expectSuccess(await stack.up(program("5")));
    const { generation } = await ask(stack.url);
    await docker.client.getContainer(await containerOf(generation)).remove({ force: true });
    expect(await nobodyAnswers()).to.equal(true);
    const result = await stack.up(program("4"));
    expectSuccess(result);
    expect(stepsOf(result)).to.deep.equal(onlySwitch);
    expect((await ask(stack.url)).version).to.equal("4");
  });
});
