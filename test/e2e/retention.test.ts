import { expect } from "chai";
import { type RunOptions, requireDocker } from "../setup";
import type { Program } from "./support/programs";
import { routedServers } from "./support/router-view";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask, Traffic } from "./support/traffic";

describe("what a BlueGreenGroup retains", function () {
  this.timeout(300_000);
  let stack: TestStack;
  let traffic: Traffic;
  /** Versions by generation. */
  const versions: Record<string, string> = {};

  const NAMES = ["none", "two", "cold"] as const;
  const url = (name: (typeof NAMES)[number]): string => `${stack.url}${name}`;
  const program = (version: string): Program => {
    const group = (name: string, more: object) => ({
      args: { env: { VERSION: version }, listen: { port: stack.port, path: `/${name}` }, ...more },
    });
    return {
      groups: {
        none: group("none", { keep: 0 }),
        two: group("two", { keep: 2 }),
        cold: group("cold", { keep: 1, standby: "cold" }),
      },
    };
  };
  const up = async (version: string, options?: RunOptions) => {
    const result = await stack.up(program(version), options);
    expectSuccess(result);
    for (const name of NAMES) {
      const answer = await ask(url(name));
      versions[answer.generation] = answer.version;
    }
    return result;
  };
  /** Versions of a group's containers and whether they run. */
  const containers = async (group: string): Promise<readonly string[]> => {
    const all = await stack.containers();
    return all
      .filter((one) => one.group === group)
      .map(({ generation, running }) => `${versions[generation]} ${running ? "runs" : "stopped"}`)
      .sort();
  };

  before(async function () {
    const docker = await requireDocker(this);
    stack = await TestStack.create(docker);
    await up("1");
    traffic = await Traffic.start(url("cold"));
    await up("2");
    await up("3");
  });

  after(async () => {
    await traffic?.stop();
    await stack?.remove();
  });

  it("is as many old generations as it was told to keep, warm or stopped", async () => {
    expect(await containers("none")).to.deep.equal(["3 runs"]);
    expect(await containers("two")).to.deep.equal(["1 runs", "2 runs", "3 runs"]);
    expect(await containers("cold")).to.deep.equal(["2 stopped", "3 runs"]);
  });

  it("is in the router as long as it runs", async () => {
    const servers = await routedServers(stack.docker.client, await stack.router());
    const of = (group: string) =>
      servers
        .filter((one) => one.group.endsWith(`/${group}`))
        .map(({ generation, live }) => `${versions[generation]} ${live}`)
        .sort();
    expect(of("two")).to.deep.equal(["1 0", "2 0", "3 256"]);
    expect(of("cold")).to.deep.equal(["3 256"]);
  });

  it("starts again for a rollback when it was stopped, and the one that served is stopped then", async () => {
    const before = await stack.containers();
    const result = await up("2");
    expect(stepsOf(result).filter((step) => / (two|cold)-/.test(step))).to.have.members([
      "update Switch two-switch",
      "update Switch cold-switch",
    ]);
    expect(await containers("cold")).to.deep.equal(["2 runs", "3 stopped"]);
    const ids = (all: typeof before) => all.filter(({ group }) => group === "cold").map(({ id }) => id);
    expect(ids(await stack.containers())).to.deep.equal(ids(before));
  });

  it("can be pinned: later updates without the configuration stay there, until the pin is taken away", async () => {
    const first = Object.keys(versions).filter((id) => versions[id] === "1");
    const one = (await stack.containers()).find((c) => c.group === "two" && first.includes(c.generation));
    const pin = { "anew:pin": JSON.stringify({ two: one?.generation }) };
    await up("2", { config: pin });
    expect((await ask(url("two"))).version).to.equal("1");

    const later = await up("2");
    expect((await ask(url("two"))).version).to.equal("1");
    expect(later.output).to.contain("two is pinned to generation");
    expect(stepsOf(later)).to.deep.equal([]);

    await up("2", { config: { "anew:pin": JSON.stringify({ two: "none" }) } });
    expect((await ask(url("two"))).version).to.equal("2");
    expect(stepsOf(await up("2"))).to.deep.equal([]);
    await traffic.stopWithoutFailures();
  });
});
