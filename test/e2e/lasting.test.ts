import { expect } from "chai";
import { requireDocker, type TestDocker } from "../setup";
import type { Program } from "./support/programs";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask } from "./support/traffic";

describe("a protected BlueGreenGroup through many updates", function () {
  this.timeout(300_000);
  let docker: TestDocker;
  let stack: TestStack;

  const program = (version: string, more: Partial<Program> = {}): Program => ({
    groups: {
      web: {
        args: { env: { VERSION: version }, drainTimeout: "20 seconds", listen: { port: stack.port } },
        protect: true,
      },
    },
    ...more,
  });
  const up = async (version: string, more?: Partial<Program>) => {
    const result = await stack.up(program(version, more));
    expectSuccess(result);
    expect((await ask(stack.url)).version).to.equal(version);
    return result;
  };
  const inits = async (): Promise<Record<string, boolean>> => {
    const all = await Promise.all(
      (await stack.containers()).map(({ id }) => docker.client.getContainer(id).inspect()),
    );
    const versionOf = (env: readonly string[]) => env.find((one) => one.startsWith("VERSION=")) as string;
    return Object.fromEntries(
      all.map(({ Config, HostConfig }) => [versionOf(Config.Env), HostConfig.Init === true]),
    );
  };

  before(async function () {
    docker = await requireDocker(this);
    stack = await TestStack.create(docker);
    await up("1");
  });

  after(() => stack?.remove());

  it("has its old generations removed all the same", async () => {
    await up("2");
    const old = (await ask(stack.url)).generation;
    const third = await up("3");
    expect(stepsOf(third).filter((step) => step.startsWith("delete "))).to.have.length(3);
    expect(await stack.generations())
      .to.have.length(2)
      .and.include(old);
  });

  it("is not touched by a newer library that renders one more field, and a rollback still shows only the switch", async () => {
    const newer = { newerLibrary: true };
    const before = await stack.containers();
    expect(stepsOf(await up("3", newer))).to.deep.equal([]);
    const preview = await stack.preview(program("2", newer));
    expect(stepsOf(preview)).to.deep.equal(["update Switch web-switch"]);
    expect(stepsOf(await up("2", newer))).to.deep.equal(["update Switch web-switch"]);
    expect(stepsOf(await up("3", newer))).to.deep.equal(["update Switch web-switch"]);
    expect(await stack.containers()).to.deep.equal(before);
  });

  it("takes what a newer library renders with its next release", async () => {
    await up("4", { newerLibrary: true });
    expect(await inits()).to.deep.equal({ "VERSION=3": false, "VERSION=4": true });
  });

  it("loses what an update that was cut off had left, and says so", async () => {
    const [live] = await stack.containers();
    const { Config, Name } = await docker.client.getContainer(live?.id as string).inspect();
    const labels = { ...Config.Labels, "dev.anew.generation": "0badf00d" };
    await docker.client.createContainer({
      name: `${stack.project}-orphan`,
      Image: Config.Image,
      Labels: labels,
    });
    await docker.client.createVolume({ Name: `${stack.project}-orphan`, Labels: labels });
    const foreign = { ...labels, "dev.anew.owner": "another state's" };
    await docker.client.createVolume({ Name: `${stack.project}-foreign`, Labels: foreign });

    const preview = await stack.preview(program("4"));
    expect(stepsOf(preview)).to.deep.equal(["update Switch web-switch"]);
    expect(preview.output).to.contain("left over from an update that was cut off");
    const result = await up("4");
    expect(stepsOf(result)).to.deep.equal(["update Switch web-switch"]);
    expect(result.output).to.contain(`container ${stack.project}-orphan of generation 0badf00d`);
    const left = await stack.leftovers();
    expect(left).to.include(`container ${Name.slice(1)}`);
    expect(left).to.include(`volume ${stack.project}-foreign`);
    expect(left).not.to.include(`container ${stack.project}-orphan`);
    expect(left).not.to.include(`volume ${stack.project}-orphan`);
  });

  it("drains first what such an update had left in the router: a request that is under way there gets its answer", async () => {
    const before = await stack.export();
    await up("5");
    const { generation } = await ask(stack.url);
    const slow = ask(`${stack.url}?ms=9000`);
    await stack.restore(before);

    const result = await up("4");
    expect(stepsOf(result)).to.deep.equal(["update Switch web-switch"]);
    expect(await slow).to.include({ generation, version: "5" });
    expect(result.output).to.match(new RegExp(`removed what .* had left: .* of generation ${generation}`));
    expect(await stack.generations()).not.to.include(generation);
  });
});
