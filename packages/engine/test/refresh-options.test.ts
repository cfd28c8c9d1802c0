import { expect } from "chai";
import { TestStack } from "../src/test-stack";
import { effects, Logged } from "./support/logged";

describe("what a refresh is told to do", () => {
  beforeEach(() => void effects.splice(0));

  it("is only told, not written, with previewOnly", async () => {
    const stack = new TestStack({ program: () => void new Logged("a", { value: "x" }) });
    await stack.up();
    const before = (await stack.state()).resources;
    const result = await stack.refresh({ previewOnly: true });
    expect(result.lines).to.deep.equal(["refresh a"]);
    expect((await stack.state()).resources).to.deep.equal(before);
  });

  it("keeps the note about an interrupted creation, unless it is told to forget it", async () => {
    const stack = new TestStack({ program: () => void new Logged("a") });
    await stack.up({ crash: { op: "create", name: "a", when: "after" } });
    await stack.refresh();
    expect((await stack.state()).pending_operations).to.have.length(1);
    await stack.refresh({ clearPendingCreates: true });
    expect((await stack.state()).pending_operations ?? []).to.have.length(0);
  });

  it("forgets an interrupted update and an interrupted deletion: what is there was read", async () => {
    let value = "1";
    const stack = new TestStack({ program: () => void new Logged("a", { value }) });
    await stack.up();
    value = "2";
    await stack.up({ crash: { op: "update", name: "a", when: "before" } });
    expect((await stack.state()).pending_operations).to.have.length(1);
    await stack.refresh();
    expect((await stack.state()).pending_operations ?? []).to.have.length(0);
    await stack.destroy({ crash: { op: "delete", name: "a", when: "before" } });
    await stack.refresh();
    expect((await stack.state()).pending_operations ?? []).to.have.length(0);
  });

  it("is refused for a target that is not there, before anything is read", async () => {
    const stack = new TestStack({ program: () => void new Logged("a") });
    await stack.up();
    const result = await stack.refresh({ target: ["urn:pulumi:dev::test::x:y:Z::nothing"] });
    expect(result.error).to.equal("no resource named 'urn:pulumi:dev::test::x:y:Z::nothing' found");
    expect(result.steps).to.deep.equal([]);
  });
});

describe("contradicting options", () => {
  it("are refused: targets and exclusions", async () => {
    const stack = new TestStack({ program: () => void new Logged("a") });
    await stack.up();
    const both = stack.up({ target: ["**::a"], exclude: ["**::a"] });
    await both.then(
      () => expect.fail("it went through"),
      (error: Error) => expect(error.message).to.contain("takes one of them"),
    );
  });
});
