import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { DOCKER_TYPES } from "../../src/providers/memory/docker-types";
import { MemoryProvider } from "../../src/providers/memory/memory-provider";
import { MemoryStore } from "../../src/providers/memory/memory-store";
import { MemoryBackend } from "../../src/state/memory-backend";
import { TestStack } from "../../src/test-stack";
import { stackWithoutProgram } from "../support/stack-without-program";

const MANY = 10_000;
const LONG = 5_000;
const DEEP = 1_000;

class Thing extends pulumi.CustomResource {
  constructor(name: string, options: pulumi.CustomResourceOptions = {}) {
    super("docker:index/volume:Volume", name, {}, options);
  }
}

class Part extends pulumi.ComponentResource {
  constructor(name: string, parent?: Part) {
    super("t:i:P", name, {}, parent ? { parent } : {});
  }
}

function stackOf(program: () => unknown, backend = new MemoryBackend()): TestStack {
  const store = new MemoryStore();
  return new TestStack({
    program,
    backend,
    providers: { docker: () => new MemoryProvider({ types: DOCKER_TYPES, store }) },
  });
}

describe("a large state", () => {
  it(`goes through every operation with ${MANY} resources`, async () => {
    const program = () => {
      for (let index = 0; index < MANY; index++) new Thing(`thing-${index}`);
    };
    const backend = new MemoryBackend();
    const stack = stackOf(program, backend);
    // Each step waits for the state to be written, and what comes meanwhile is written together: more at once is faster.
    const parallel = 1000;
    expect((await stack.up({ parallel })).changeSummary).to.deep.equal({ create: MANY + 1 });
    const local = stackWithoutProgram({
      project: "test",
      stack: "dev",
      folder: ".",
      backend,
      passphrase: "",
    });
    await local.import(JSON.parse(JSON.stringify(await local.export())));
    expect((await stack.preview()).changeSummary).to.deep.equal({ same: MANY + 1 });
    expect((await stack.refresh({ parallel })).changeSummary.same).to.be.at.least(MANY);
    expect((await stack.destroy({ parallel })).changeSummary).to.deep.equal({ delete: MANY + 1 });
    expect((await local.export()).deployment.resources ?? []).to.have.length(0);
  }).timeout(600_000);

  it(`holds a chain of ${LONG} resources, each of which depends on the one before`, async () => {
    const stack = stackOf(() => {
      let last: Thing | undefined;
      for (let index = 0; index < LONG; index++) {
        last = new Thing(`thing-${index}`, last ? { dependsOn: [last] } : {});
      }
    });
    expect((await stack.up()).changeSummary).to.deep.equal({ create: LONG + 1 });
    expect((await stack.preview()).changeSummary).to.deep.equal({ same: LONG + 1 });
    const { lines } = await stack.destroy();
    expect(lines.slice(0, 2)).to.deep.equal([`delete thing-${LONG - 1}`, `delete thing-${LONG - 2}`]);
    expect(lines).to.have.length(LONG);
  }).timeout(600_000);

  it(`holds components ${DEEP} deep`, async () => {
    const stack = stackOf(() => {
      let last: Part | undefined;
      for (let index = 0; index < DEEP; index++) last = new Part(`part-${index}`, last);
    });
    expect((await stack.up()).changeSummary).to.deep.equal({ create: DEEP + 1 });
    expect((await stack.up()).changeSummary).to.deep.equal({ same: DEEP + 1 });
    expect((await stack.destroy()).lines[0]).to.equal(`delete part-${DEEP - 1}`);
  }).timeout(600_000);
});
