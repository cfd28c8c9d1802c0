import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { Provider, ReadResult } from "../src/provider";
import { BUNDLED_PROVIDERS } from "../src/providers/bundled-providers";
import { TestStack } from "../src/test-stack";

/** What is really there, by id. */
const world = new Map<string, string>();

const none = {
  changes: "unknown",
  replaces: [],
  stables: [],
  deleteBeforeReplace: false,
  diffs: [],
} as const;

function worldProvider(): Provider {
  return {
    features: {},
    checkConfig: async (_urn, _olds, news) => ({ inputs: news, failures: [] }),
    diffConfig: async () => none,
    configure: async () => {},
    check: async ({ news }) => ({ inputs: news, failures: [] }),
    diff: async () => none,
    create: async ({ urn, news }) => {
      const id = urn.split("::").at(-1)!;
      world.set(id, String(news.value));
      return { id, outputs: news };
    },
    read: async ({ id, inputs }): Promise<ReadResult> => {
      const value = world.get(id);
      if (value === undefined) return { outputs: {} };
      return { id, inputs: { ...inputs, value }, outputs: { value } };
    },
    update: async ({ id, news }) => {
      world.set(id, String(news.value));
      return { outputs: news };
    },
    delete: async ({ id }) => void world.delete(id),
    invoke: async () => ({ outputs: {}, failures: [] }),
    cancel() {},
    close: async () => {},
  };
}

class Thing extends pulumi.CustomResource {
  constructor(name: string, value: pulumi.Input<string>, options?: pulumi.CustomResourceOptions) {
    super("world:index:Thing", name, { value }, options);
  }
}

describe("refresh", () => {
  it("notices what was changed and what is gone, and the next update puts both right", async () => {
    const stack = new TestStack({
      program: () => {
        const gone = new Thing("gone", "1");
        new Thing("changed", "1", { dependsOn: gone });
        new Thing("same", "1");
      },
      providers: { ...BUNDLED_PROVIDERS, world: worldProvider },
    });
    await stack.up();
    world.delete("gone");
    world.set("changed", "2");
    const result = await stack.refresh();
    expect(result.error).to.equal(undefined);
    expect(result.changeSummary).to.deep.equal({ same: 2, delete: 1, update: 1 });
    const next = await stack.up();
    expect([...next.lines].sort()).to.deep.equal(["create gone", "same same", "update changed"]);
    expect(world.get("changed")).to.equal("1");
  });
});

describe("import", () => {
  it("takes an existing resource over, and leaves it alone from then on", async () => {
    world.clear();
    world.set("known", "1");
    let value = "1";
    const stack = new TestStack({
      program: () => void new Thing("taken", value, { import: "known" }),
      providers: { world: worldProvider },
    });
    expect((await stack.up()).lines).to.deep.equal(["import taken"]);
    expect((await stack.up()).lines).to.deep.equal(["same taken"]);
    value = "2";
    expect((await stack.up()).lines).to.deep.equal(["update taken"]);
    expect([...world]).to.deep.equal([["known", "2"]]);
  });

  it("fails where there is nothing to take over", async () => {
    const stack = new TestStack({
      program: () => void new Thing("taken", "1", { import: "unknown" }),
      providers: { world: worldProvider },
    });
    expect((await stack.up()).error).to.equal("resource 'unknown' does not exist");
  });
});
