import { expect } from "chai";
import { TestStack } from "../src/test-stack";
import { effects, Logged } from "./support/logged";

describe("the life of a resource", () => {
  beforeEach(() => effects.splice(0));

  it("is created once, left alone while nothing changes, updated, and deleted with the stack", async () => {
    let value = "1";
    const stack = new TestStack({ program: () => ({ out: new Logged("a", { value }).out }) });

    const first = await stack.up();
    expect(first.error).to.equal(undefined);
    expect(first.lines).to.deep.equal(["create a"]);
    expect(first.outputs).to.deep.equal({ out: 'out of "1"' });
    expect((await stack.up()).lines).to.deep.equal(["same a"]);
    value = "2";
    expect((await stack.preview()).lines).to.deep.equal(["update a"]);
    const update = await stack.up();
    expect(update.lines).to.deep.equal(["update a"]);
    expect(update.changeSummary).to.deep.equal({ same: 1, update: 1 });
    expect((await stack.destroy()).lines).to.deep.equal(["delete a"]);
    expect(effects).to.deep.equal(["create a", "update a", "delete a"]);
    expect((await stack.state()).resources).to.equal(undefined);
  });

  it("creates the replacement first, updates what depends on it, and deletes the old one last", async () => {
    let value = "1";
    const stack = new TestStack({
      program: () => {
        const a = new Logged("a", { value }, { replaceOnChanges: ["value"] });
        new Logged("b", { value: a.out });
      },
    });
    await stack.up();
    value = "2";
    const expected = ["create-replacement a", "replace a", "update b", "delete-replaced a"];
    expect((await stack.preview()).lines).to.deep.equal(expected);
    const result = await stack.up();
    expect(result.lines).to.deep.equal(expected);
    expect(result.changeSummary).to.deep.equal({ same: 1, replace: 1, update: 1 });
    expect(effects.slice(2)).to.deep.equal(["create a", "update b", "delete a"]);
  });

  it("deletes before it replaces when told to, and what depends on it with it", async () => {
    let value = "1";
    const stack = new TestStack({
      program: () => {
        const a = new Logged("a", { value }, { replaceOnChanges: ["value"], deleteBeforeReplace: true });
        const b = new Logged("b", { value: a.out }, { replaceOnChanges: ["value"] });
        new Logged("c", { value: b.out });
      },
    });
    await stack.up();
    value = "2";
    expect((await stack.up()).lines).to.deep.equal([
      "delete-replaced b",
      "delete-replaced a",
      "replace a",
      "create-replacement a",
      "replace b",
      "create-replacement b",
      "update c",
    ]);
  });

  it("deletes what the program no longer has, dependents first, after everything else", async () => {
    let full = true;
    const stack = new TestStack({
      program: () => {
        const a = new Logged("a");
        if (full) {
          const b = new Logged("b", { value: a.out });
          new Logged("c", {}, { dependsOn: b });
        } else new Logged("d");
      },
    });
    await stack.up();
    full = false;
    expect((await stack.up()).lines).to.deep.equal(["same a", "create d", "delete c", "delete b"]);
  });

  it("keeps everything when a creation fails, and deletes nothing", async () => {
    let second = false;
    const stack = new TestStack({
      program: () => {
        if (!second) new Logged("old");
        else new Logged("new", { fail: "create" });
      },
    });
    await stack.up();
    second = true;
    const result = await stack.up();
    expect(result.error).to.equal("create refused");
    expect(result.lines).to.deep.equal(["create new"]);
    expect(effects).to.deep.equal(["create old", "create new"]);
    const urns = (await stack.state()).resources!.map((resource) => resource.urn);
    expect(urns.filter((urn) => String(urn).endsWith("::old"))).to.have.length(1);
  });

  it("records a partial creation, and the next update completes it", async () => {
    let fail: "partial-create" | undefined = "partial-create";
    const stack = new TestStack({ program: () => void new Logged("a", fail ? { fail } : {}) });
    const failed = await stack.up();
    expect(failed.error).to.equal("half done");
    const [state] = (await stack.state()).resources!.filter((resource) =>
      String(resource.urn).endsWith("::a"),
    );
    expect(state!.initErrors).to.deep.equal(["because"]);
    fail = undefined;
    expect((await stack.up()).lines).to.deep.equal(["update a"]);
  });

  it("creates again what a crash interrupted, and says so", async () => {
    const stack = new TestStack({ program: () => void new Logged("a") });
    await stack.up({ crash: { op: "create", name: "a", when: "after" } });
    expect((await stack.state()).pending_operations).to.have.length(1);
    const messages: string[] = [];
    const result = await stack.up({
      onEvent: (event) => void (event.kind === "message" && messages.push(event.message)),
    });
    expect(result.error).to.equal(undefined);
    expect(effects).to.deep.equal(["create a", "create a"]);
    expect(messages.join()).to.contain("interrupted while creating");
  });
});
