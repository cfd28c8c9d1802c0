import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { TestStack } from "../src/test-stack";

const provider: pulumi.dynamic.ResourceProvider = {
  create: async (inputs) => ({ id: "id", outs: inputs }),
};

class Note extends pulumi.dynamic.Resource {
  constructor(name: string, text: pulumi.Input<pulumi.asset.Asset>) {
    super(provider, name, { text });
  }
}

describe("a program in process", () => {
  it("fails, and does not wait for good, for an answer that the SDK cannot read", async () => {
    // The SDK takes an asset without text for none when it comes back.
    const stack = new TestStack({ program: () => void new Note("empty", new pulumi.asset.StringAsset("")) });
    expect((await stack.up()).error)
      .to.be.a("string")
      .and.include("asset");
  });

  it("fails with what was rejected, after what is under way has ended", async () => {
    const stack = new TestStack({
      program: () => {
        new Note("fine", new pulumi.asset.StringAsset("text"));
        void Promise.reject(new Error("nobody listens"));
      },
    });
    const result = await stack.up();
    expect(result.error).to.include("nobody listens");
    expect(result.lines).to.include("create fine");
  });
});
