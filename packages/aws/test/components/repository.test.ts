import { Repository, type RepositoryArgs } from "@anew/aws";
import { expect } from "chai";
import { AwsStack } from "../support/aws-stack";

describe("Repository", () => {
  let stack: AwsStack;
  let args: RepositoryArgs = {};
  beforeEach(() => {
    stack = new AwsStack(() => ({ url: new Repository("web", args).url }));
  });
  afterEach(() => stack.remove());

  it("has tags that never move, scans what is pushed, and expires nothing that has a tag", async () => {
    args = { name: "shop/web", untaggedDays: 3 };
    const { error, outputs } = await stack.up();
    expect(error).to.equal(undefined);
    expect(outputs.url).to.equal("123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/web");
    const { web } = await stack.inputs("aws:ecr/repository:Repository");
    expect(web).to.deep.include({ imageTagMutability: "IMMUTABLE", name: "shop/web" });
    expect(web?.imageScanningConfiguration).to.deep.include({ scanOnPush: true });
    const policies = await stack.inputs("aws:ecr/lifecyclePolicy:LifecyclePolicy");
    const { rules } = JSON.parse(String(policies.web?.policy));
    expect(rules.map(({ selection }: { selection: object }) => selection)).to.deep.equal([
      { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 3 },
    ]);
  });

  it("stays with its images when the stack is destroyed", async () => {
    args = {};
    expect((await stack.up()).error).to.equal(undefined);
    expect((await stack.destroy()).error).to.equal(undefined);
    expect(stack.store.list("aws:ecr/repository:Repository")).to.have.length(1);
  });

  it("says what is wrong with its arguments, all at once", async () => {
    args = { name: "Shop", untaggedDays: 0 };
    const { error, failures } = await stack.preview();
    const text = [error, ...failures.map(({ message }) => message)].join("\n");
    expect(text).to.contain('name: got "Shop"').and.to.contain("untaggedDays: got 0");
  });
});
