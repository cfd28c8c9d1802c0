import { expect } from "chai";
import {
  dockerClient,
  type PrivateDaemon,
  requirePrivateDaemon,
  startPrivateDaemon,
  waitFor,
} from "../setup";
import type { Program } from "./support/programs";
import { routedServers } from "./support/router-view";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf, updatedInPlace } from "./support/steps";
import { ask } from "./support/traffic";

describe("a Docker daemon that is restarted", function () {
  this.timeout(300_000);
  let daemon: PrivateDaemon;
  let stack: TestStack;

  const program = (version: string): Program => ({
    groups: { web: { args: { env: { VERSION: version }, listen: { port: stack.port } } } },
  });

  before(async function () {
    requirePrivateDaemon(this);
    daemon = await startPrivateDaemon();
    stack = await TestStack.create({ host: daemon.host, client: dockerClient(daemon.host) });
    expectSuccess(await stack.up(program("1")));
    expectSuccess(await stack.up(program("2")));
  });

  after(async () => {
    await stack?.remove();
    await daemon?.remove();
  });

  const served = (): Promise<boolean> =>
    waitFor(async () => (await ask(stack.url).catch(() => undefined))?.version === "2", 120_000);

  it("serves the same afterwards, and the next update has nothing to do", async () => {
    const { client } = stack.docker;
    const before = await routedServers(client, await stack.router());
    await daemon.stop();
    await daemon.start();
    expect(await served()).to.equal(true);
    const servers = async () => routedServers(client, await stack.router());
    const asBefore = async () => JSON.stringify(await servers()) === JSON.stringify(before);
    if (!(await waitFor(asBefore, 60_000))) expect(await servers()).to.deep.equal(before);
    const running = async () => (await stack.containers()).every((one) => one.running);
    expect(await waitFor(running, 120_000)).to.equal(true);
    const result = await stack.up(program("2"));
    expectSuccess(result);
    expect(stepsOf(result)).to.deep.equal([]);
  });

  it("after a crash leaves containers stopped or not: an update names a stopped router, and starts the rest", async () => {
    const before = (await stack.containers()).map(({ id }) => id);
    const router = stack.docker.client.getContainer(await stack.router());
    await daemon.stop("SIGKILL");
    await daemon.start();
    if (!(await router.inspect()).State.Running) {
      expect((await stack.up(program("2"))).error).to.match(/router .* does not run .*docker start/);
      await router.start();
    }
    const result = await stack.up(program("2"));
    expectSuccess(result);
    expect(updatedInPlace(result)).to.deep.equal(stepsOf(result));
    expect(await served()).to.equal(true);
    const containers = await stack.containers();
    expect(containers.map(({ id }) => id)).to.deep.equal(before);
    expect(containers.map(({ running }) => running)).to.deep.equal([true, true]);
  });

  it("rolls back to the generation that it retained", async () => {
    const result = await stack.up(program("1"));
    expectSuccess(result);
    expect(stepsOf(result)).to.deep.equal(["update Switch web-switch"]);
    expect((await ask(stack.url)).version).to.equal("1");
  });
});
