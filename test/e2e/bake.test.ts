import { expect } from "chai";
import { requireDocker } from "../setup";
import type { Program } from "./support/programs";
import { routedServers } from "./support/router-view";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask, Traffic } from "./support/traffic";

describe("a switch that fails while it bakes", function () {
  this.timeout(300_000);
  let stack: TestStack;
  let traffic: Traffic;
  let live: string;

  const program = (env: Record<string, string>, bake?: object): Program => ({
    groups: {
      web: {
        args: {
          env: { VERSION: "1", ...env },
          listen: { port: stack.port },
          ...(bake && { bake: { for: "20 seconds", minRequests: 20, ...bake } }),
        },
      },
    },
  });
  /** What runs of the live generation, and where it is in the router. */
  const untouched = async () => {
    const container = (await stack.containers()).find(({ generation }) => generation === live);
    const { State } = await stack.docker.client.getContainer(container?.id ?? "").inspect();
    const servers = await routedServers(stack.docker.client, await stack.router());
    return {
      id: container?.id,
      startedAt: State.StartedAt,
      running: State.Running,
      servers: servers.filter(({ generation }) => generation === live),
    };
  };
  /** A release that has to be taken back: why it was. */
  const takenBack = async (env: Record<string, string>, bake: object, secret?: string): Promise<string> => {
    const before = await untouched();
    const result = await stack.up(program(env, bake), secret === undefined ? {} : { secret });
    expect(result.exitCode).not.to.equal(0);
    expect(result.error).to.contain("broke its limits").and.to.contain(`reverted to ${live} 100 %`);
    expect(stepsOf(result).filter((step) => step.startsWith("delete ") && step.includes(live))).to.deep.equal(
      [],
    );
    expect(await untouched()).to.deep.equal(before);
    expect((await ask(stack.url)).generation).to.equal(live);
    return result.error as string;
  };

  before(async function () {
    stack = await TestStack.create(await requireDocker(this));
    expectSuccess(await stack.up(program({})));
    live = (await ask(stack.url)).generation;
    traffic = await Traffic.start(stack.url);
  });

  after(async () => {
    await traffic?.stop();
    await stack?.remove();
  });

  it("for a changed secret leaves the live generation untouched, with the old secret", async () => {
    const error = await takenBack({}, { maxErrorRate: 0.2 }, "wrong-one");
    expect(error).to.match(/error rate 100 % of \d+ requests, allowed 20 %/);
    expect(error).not.to.contain("wrong-one");
    expect((await ask(stack.url)).secret).to.equal("s3cret-one");
  });

  it("is taken back for more failures than the old generation has", async () => {
    const error = await takenBack({ ERRORS: "0.5" }, { maxErrorRateIncrease: 0.1 });
    expect(error).to.match(/error rate [\d.]+ %, the old generation's 0 %, allowed increase 10 %/);
  });

  it("is taken back for a latency above the limit, by HAProxy's own measure", async () => {
    const error = await takenBack({ SLOW: "3000" }, { maxP99: "2 seconds", minRequests: 4 });
    const [, p99] = /p99 (\d+) ms, allowed 2000 ms/.exec(error) ?? [];
    expect(Number(p99)).to.be.within(3_000, 10_000);
  });

  it("is taken back for a latency that is too many times the old generation's", async () => {
    const error = await takenBack({ SLOW: "4000" }, { maxP99Ratio: 1.5, minRequests: 4 });
    const [, p99, old] = /p99 (\d+) ms, the old generation's (\d+) ms, allowed ratio 1.5/.exec(error) ?? [];
    expect(Number(p99)).to.be.greaterThan(Number(old) * 1.5);
    expect(Number(p99)).to.be.at.least(4_000);
  });

  it("goes through where no limit is broken, with all of them set", async () => {
    const limits = { maxErrorRate: 0.1, maxP99: "20 seconds", maxErrorRateIncrease: 0.1, maxP99Ratio: 1_000 };
    expectSuccess(await stack.up(program({ VERSION: "2" }, { ...limits, for: "3 seconds" })));
    expect((await ask(stack.url)).version).to.equal("2");
    const { failures } = await traffic.stop();
    // What the bad generations themselves have failed, and nothing else.
    expect(Object.keys(failures)).to.deep.equal(["500"]);
  });
});
