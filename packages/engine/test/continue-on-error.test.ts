import { expect } from "chai";
import { TestStack } from "../src/test-stack";
import { effects, Logged } from "./support/logged";

describe("going on after errors", () => {
  beforeEach(() => void effects.splice(0));

  it("goes on after a failed deletion that was to come before a replacement, and skips what needs it", async () => {
    let value = "1";
    const stack = new TestStack({
      program: () => {
        const a = new Logged(
          "a",
          { value, fail: "delete" },
          { replaceOnChanges: ["value"], deleteBeforeReplace: true },
        );
        new Logged("b", { value: a.out });
        new Logged("c", { value });
      },
    });
    await stack.up();
    effects.splice(0);
    value = "2";
    const result = await stack.up({ continueOnError: true });
    expect(result.failures.map(({ op, message }) => [op, message])).to.deep.equal([
      ["delete-replaced", "delete refused"],
    ]);
    expect([...effects].sort()).to.deep.equal(["delete a", "update c"]);
    const names = (await stack.state()).resources!.map(({ urn }) => String(urn).split("::").at(-1));
    expect(names).to.include.members(["a", "b", "c"]);
  });

  it("fails all the same", async () => {
    const stack = new TestStack({
      program: () => {
        new Logged("a", { fail: "create" });
        new Logged("b");
      },
    });
    const result = await stack.up({ continueOnError: true, parallel: 1 });
    expect(result.error).to.equal("create refused");
    expect(effects).to.have.members(["create a", "create b"]);
  });
});
