import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { nodeImage, type Registry, requireDocker, startRegistry, type TestDocker, waitFor } from "../setup";
import { processesOfGroup } from "../setup/docker/processes";
import type { Program } from "./support/programs";
import { routedServers } from "./support/router-view";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask, Traffic } from "./support/traffic";

/** Starts an update, kills the engine alone when it has come to a place, and releases its lock. */
async function killedAt(
  stack: TestStack,
  program: Program,
  reached: (lines: readonly string[]) => Promise<boolean> | boolean,
): Promise<{ providersEnd(): Promise<boolean> }> {
  const lines: string[] = [];
  const running = stack.start("up", program, { onLine: (line) => lines.push(line) });
  const there = await waitFor(async () => reached(lines), 90_000);
  expect(there, lines.join("\n")).to.equal(true);
  process.kill(running.pid as number, "SIGKILL");
  expect((await running.result).exitCode).to.equal(137);
  await stack.unlock();
  // They go on with what they are about for a while.
  const { pid } = running;
  return { providersEnd: () => waitFor(() => processesOfGroup(pid).length === 0, 60_000) };
}

describe("a killed release, and a rollback to a generation that is retained", function () {
  this.timeout(300_000);
  let docker: TestDocker;
  let stack: TestStack;
  let traffic: Traffic;

  const program = (version: string): Program => ({
    groups: {
      web: {
        args: {
          env: { VERSION: version },
          keep: 1,
          traffic: { kind: "gradual", steps: [50, 100], every: "8 seconds" },
          listen: { port: stack.port },
        },
      },
    },
  });
  const quick = (version: string): Program => {
    const { groups } = program(version);
    const { traffic: _, ...args } = (groups?.web?.args ?? {}) as Record<string, unknown>;
    return { groups: { web: { args } } };
  };

  before(async function () {
    docker = await requireDocker(this);
    stack = await TestStack.create(docker);
    expectSuccess(await stack.up(quick("1")));
    expectSuccess(await stack.up(quick("2")));
    traffic = await Traffic.start(stack.url);
  });

  after(async () => {
    await traffic?.stop();
    await stack?.remove();
  });

  it("comes back to the retained one: nothing is made, the killed one is removed, no request is lost, and what still ran of the killed release moves nothing", async () => {
    const before = await stack.containers();
    const router = await stack.router();
    const { providersEnd } = await killedAt(
      stack,
      program("3"),
      async () => (await routedServers(docker.client, router)).filter(({ live }) => live > 0).length === 2,
    );
    const back = await stack.up(quick("1"));
    expectSuccess(back);
    const steps = stepsOf(back);
    expect(steps.filter((step) => /^create /.test(step))).to.deep.equal([]);
    expect(steps).to.include("update Switch web-switch");
    expect((await ask(stack.url)).version).to.equal("1");
    expect(await stack.containers()).to.deep.equal(before);
    expect(await providersEnd()).to.equal(true);
    expect((await ask(stack.url)).version).to.equal("1");
    const weights = (await routedServers(docker.client, router)).map(({ live }) => live).sort();
    expect(weights).to.deep.equal([0, 256]);
    await traffic.stopWithoutFailures();
  });
});

describe("an update that is killed while its image is made", function () {
  this.timeout(300_000);
  let docker: TestDocker;
  let registry: Registry;
  let stack: TestStack;
  let base: string;

  const program = (content: string): Program => {
    const context = join(stack.folder, "app");
    mkdirSync(context, { recursive: true });
    writeFileSync(join(context, "server.js"), SERVER);
    writeFileSync(join(context, "content"), content);
    // The pause makes sure that the build is still under way when it is killed.
    const pause = `RUN ["node", "-e", "setTimeout(() => {}, ${content === "1" ? 0 : 4_000})"]`;
    writeFileSync(
      join(context, "Dockerfile"),
      `ARG NODE_IMAGE=scratch\nFROM \${NODE_IMAGE}\nCOPY . /srv/\n${pause}\nCMD ["node", "/srv/server.js"]\n`,
    );
    return {
      build: {
        context,
        buildArgs: { NODE_IMAGE: base },
        repository: `${registry.address}/killed`,
        connection: { host: docker.host },
      },
      groups: { web: { args: { listen: { port: stack.port }, healthCheck: { path: "/" } } } },
    };
  };
  const content = async () => (await ask(stack.url)).version;

  before(async function () {
    docker = await requireDocker(this);
    registry = await startRegistry();
    stack = await TestStack.create(docker);
    base = await nodeImage(docker.host);
    expectSuccess(await stack.up(program("1")));
    expect(await content()).to.equal("1");
  });

  after(async () => {
    await stack?.remove();
    await registry?.stop();
    for (const { Id, RepoTags } of (await docker?.client.listImages()) ?? []) {
      const own = (RepoTags ?? []).some((tag) => tag.startsWith(`${registry.address}/killed`));
      if (own) await docker.client.getImage(Id).remove({ force: true });
    }
  });

  for (const [place, version, pattern] of [
    ["built", "2", /building \d+\/\d+/],
    ["pushed", "3", /pushing /],
  ] as const) {
    it(`while it is ${place}: what serves is left alone, and the next update makes the image and releases it`, async () => {
      const before = await stack.containers();
      await killedAt(stack, program(version), (lines) => lines.some((line) => pattern.test(line)));
      expect(await content()).to.equal(String(Number(version) - 1));
      expect(await stack.containers()).to.deep.equal(before);
      expectSuccess(await stack.up(program(version)));
      expect(await content()).to.equal(version);
      expect(stepsOf(await stack.preview(program(version)))).to.deep.equal([]);
    });
  }
});

const SERVER = `const version = require("node:fs").readFileSync("/srv/content", "utf8");
require("node:http")
  .createServer((_, answer) => answer.end(JSON.stringify({ version })))
  .listen(8080);
process.on("SIGTERM", () => process.exit(0));
`;
