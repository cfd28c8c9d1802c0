import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { MemoryBackend } from "../src/state/memory-backend";
import { TestStack } from "../src/test-stack";

describe("a reference to a stack of another project", () => {
  /** Both keep their states in one place; each has a salt of its own. */
  function stacks() {
    const backend = new MemoryBackend();
    const owner = new TestStack({
      project: "database",
      stack: "prod",
      backend,
      program: () => ({
        host: "db.example",
        password: pulumi.secret("hunter2"),
        users: [{ name: "web", key: pulumi.secret("k1") }],
      }),
    });
    const user = new TestStack({
      project: "web",
      backend,
      program: () => {
        const database = new pulumi.StackReference("organization/database/prod");
        return { url: pulumi.interpolate`postgres://${database.getOutput("host")}`, all: database.outputs };
      },
    });
    return { owner, user };
  }

  const saltOf = async (stack: TestStack): Promise<unknown> => {
    const { secrets_providers } = JSON.parse(await stack.stored()) as {
      secrets_providers?: { state?: { salt?: string } };
    };
    return secrets_providers?.state?.salt;
  };

  it("reads what it gives, and keeps secret what was, under the salt of the one that reads", async () => {
    const { owner, user } = stacks();
    expect((await owner.up()).error).to.equal(undefined);
    const { error, outputs } = await user.up();
    expect(error).to.equal(undefined);
    expect(JSON.stringify(await user.state()))
      .to.match(/hunter2/)
      .and.to.match(/k1/);
    expect(await user.stored()).not.to.match(/hunter2|k1/);
    expect(outputs).to.have.property("all");
    expect(await saltOf(user))
      .to.be.a("string")
      .and.not.to.equal(await saltOf(owner));
    expect(
      (await user.up()).lines.filter((line) => /^(create|update|replace|delete) /.test(line)),
    ).to.deep.equal([]);
  });

  it("sees the other one's next update with its own, not before", async () => {
    const { owner, user } = stacks();
    await owner.up();
    await user.up();
    await owner.up({ program: () => ({ host: "db2.example" }) });
    const preview = await user.preview();
    expect(preview.error).to.equal(undefined);
    const { outputs } = await user.up();
    expect(outputs?.url).to.equal("postgres://db2.example");
  });

  it("fails with its name where there is none", async () => {
    const { user } = stacks();
    const { error } = await user.up();
    expect(error).to.contain('unknown stack "organization/database/prod"');
  });
});
