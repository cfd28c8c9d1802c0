import { expect } from "chai";
import { dockerClient, requireDocker } from "../setup";
import type { Program } from "./support/programs";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { behindTcp, type TcpDaemon } from "./support/tcp-daemon";
import { ask, Traffic } from "./support/traffic";

describe("a daemon that is reached by tcp://", function () {
  this.timeout(300_000);
  let daemon: TcpDaemon;
  let stack: TestStack;
  let traffic: Traffic;

  const program = (version: string): Program => ({
    groups: {
      web: {
        args: {
          env: { VERSION: version },
          files: { "/etc/web/limits.json": "{}" },
          listen: { port: stack.port },
        },
      },
    },
  });

  before(async function () {
    const docker = await requireDocker(this);
    daemon = await behindTcp(docker.host);
    stack = await TestStack.create({ host: daemon.host, client: dockerClient(daemon.host) });
    expectSuccess(await stack.up(program("1")));
    traffic = await Traffic.start(stack.url);
  });

  after(async () => {
    await traffic?.stop();
    await stack?.remove();
    daemon?.close();
  });

  it("has its generations gated, switched, drained and rolled back, without a lost request", async () => {
    const before = daemon.connections();
    const slow = ask(`${stack.url}?ms=3000`);
    expectSuccess(await stack.up(program("2")));
    expect((await ask(stack.url)).version).to.equal("2");
    expect((await slow).version).to.equal("1");
    const back = await stack.up(program("1"));
    expectSuccess(back);
    expect(stepsOf(back)).to.deep.equal(["update Switch web-switch"]);
    expect((await ask(stack.url)).version).to.equal("1");
    expect(daemon.connections()).to.be.greaterThan(before);
    await traffic.stopWithoutFailures();
    expectSuccess(await stack.destroy(program("1")));
    expect(await stack.leftovers()).to.deep.equal([]);
  });
});
