import type { Duration } from "@anew/core";
import { expect } from "chai";
import { requireDocker, type TestDocker, waitFor } from "../setup";
import type { Program } from "./support/programs";
import { routedServers } from "./support/router-view";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask } from "./support/traffic";

describe("a router that goes down", function () {
  this.timeout(300_000);
  let docker: TestDocker;
  let stack: TestStack;

  /** @param every how long a step lasts: long enough to do something in the middle of it */
  const program = (version: string, every: Duration = "500 milliseconds"): Program => {
    const traffic = { kind: "gradual", steps: [50, 100], every } as const;
    return {
      groups: { web: { args: { env: { VERSION: version }, listen: { port: stack.port }, traffic } } },
    };
  };
  const LONG: Duration = "15 seconds";
  const served = (version: string): Promise<boolean> =>
    waitFor(async () => (await ask(stack.url).catch(() => undefined))?.version === version, 30_000);
  const startedAt = async (): Promise<string> =>
    (await docker.client.getContainer(await stack.router()).inspect()).State.StartedAt;
  /** Kills HAProxy itself: the daemon starts its container again. */
  const crash = async (): Promise<void> => {
    const before = await startedAt();
    const container = docker.client.getContainer(await stack.router());
    const { Processes } = await container.top({ ps_args: "-o pid,comm" });
    for (const [pid, name] of Processes as string[][]) {
      if (name === "haproxy") process.kill(Number(pid), "SIGKILL");
    }
    expect(await waitFor(async () => (await startedAt()) !== before, 30_000)).to.equal(true);
  };

  before(async function () {
    docker = await requireDocker(this);
    stack = await TestStack.create(docker);
    expectSuccess(await stack.up(program("1")));
    expectSuccess(await stack.up(program("2")));
  });

  after(() => stack?.remove());

  it("comes back by itself after a crash with the same routes and weights, and nothing is left to do", async () => {
    const before = await routedServers(docker.client, await stack.router());
    await crash();
    expect(await served("2")).to.equal(true);
    expect(await routedServers(docker.client, await stack.router())).to.deep.equal(before);
    expect(stepsOf(await stack.preview(program("2")))).to.deep.equal([]);
  });

  it("does not keep an update from its end when it crashes in the middle", async () => {
    const router = await stack.router();
    const running = stack.start("up", program("3", LONG));
    const shifting = async (): Promise<boolean> =>
      (await routedServers(docker.client, router)).filter(({ live }) => live > 0).length === 2;
    expect(await waitFor(shifting, 40_000)).to.equal(true);
    await crash();
    expectSuccess(await running.result);
    expect(await served("3")).to.equal(true);
    const servers = await routedServers(docker.client, router);
    expect(servers.map(({ written, live }) => [written, live]).sort()).to.deep.equal([
      [0, 0],
      [256, 256],
    ]);
  });

  it("is named by preview and update when it was stopped by hand, and serves the same when it is started", async () => {
    const router = docker.client.getContainer(await stack.router());
    await router.kill();
    // As it was released: what has changed is shown without a look at the router.
    const preview = await stack.preview(program("3", LONG));
    expect(preview.output).to.match(/router .* does not run .*docker start/);
    const result = await stack.up(program("4"));
    expect(result.error).to.match(/router .* does not run .*docker start/);
    await router.start();
    expect(await served("3")).to.equal(true);
    expectSuccess(await stack.up(program("4")));
    expect(await served("4")).to.equal(true);
  });
});
