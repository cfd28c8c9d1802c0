import { InputError } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { MachineImage, type MachineImageArgs, machineContentHash } from "../../src/index";
import { folderWith, removeFolders } from "../support/files";

describe("MachineImage", () => {
  let registered: pulumi.runtime.MockResourceArgs[];

  beforeEach(async () => {
    registered = [];
    await pulumi.runtime.setMocks({
      newResource: (args) => {
        registered.push(args);
        const outputs = args.type.endsWith("anew:MachineImage") ? { imageId: "ami-1", reused: true } : {};
        return { id: `${args.name}-id`, state: { ...args.inputs, ...outputs } };
      },
      call: () => ({}),
    });
  });
  afterEach(removeFolders);

  function problemsOf(args: unknown): string[] {
    try {
      new MachineImage("web", args as MachineImageArgs);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.message
        .split("\n")
        .slice(1)
        .map((line) => line.trim());
    }
    return [];
  }

  it("declares one resource per content, whose name carries the hash; what is no content may be known later", async () => {
    const context = folderWith({ "web.pkr.hcl": "" });
    const image = new MachineImage("web", {
      context,
      secretVariables: { password: pulumi.output("hunter2hunter2") },
      connection: pulumi.output({ region: "eu-west-1" }),
    });
    expect(image.contentHash).to.equal(machineContentHash({ context }));
    expect(await resolved(image.imageId)).to.equal("ami-1");
    expect(await resolved(image.reused)).to.equal(true);
    const [resource] = registered.filter(({ type }) => type === "pulumi-nodejs:dynamic/anew:MachineImage");
    expect(resource?.name).to.equal(`web-${image.contentHash.slice(0, 8)}`);
    expect(resource?.inputs.contentHash).to.equal(image.contentHash);
    expect(resource?.inputs.resourceUrn).to.match(
      /anew:images:MachineImage\$pulumi-nodejs:dynamic\/anew:MachineImage::web-/,
    );
    expect(resource?.inputs.__provider).to.equal(
      'exports.handler = () => require(require.resolve("@anew/images/provider", { paths: [process.cwd()] })).providers["machineImage"];',
    );
  });

  it("names everything that is wrong at once, declares nothing, and shows no secret", () => {
    const problems = problemsOf({
      context: "./nowhere",
      variables: { token: "plain" },
      secretVariables: {
        token: "hunter2hunter2",
        anew_content_hash: "hunter2hunter2",
        "a b": "hunter2hunter2",
      },
      timeout: "5 parsecs",
      keep: -1,
      extraFiles: ["roles"],
    });
    expect(problems.map((line) => line.slice(0, line.indexOf(":")))).to.deep.equal([
      "secretVariables.token",
      "secretVariables",
      "secretVariables",
      "timeout",
      "keep",
      "context",
      "extraFiles",
    ]);
    expect(String(problems)).to.not.contain("hunter2");
    expect(registered).to.deep.equal([]);
  });

  it("takes nothing that is known later where the hash is made", () => {
    const later = pulumi.output("x");
    const context = folderWith({ "web.pkr.hcl": "" });
    const args = { context, template: later, variables: { size: later }, varFiles: [later], only: later };
    const problems = problemsOf(args);
    expect(problems.map((line) => line.slice(0, line.indexOf(":")))).to.deep.equal([
      "variables.size",
      "only",
      "template",
      "varFiles[0]",
    ]);
    expect(problems[0]).to.contain("a secret belongs in secretVariables");
    expect(problemsOf(undefined)).to.have.length(1);
  });
});

function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply((value) => resolve(value)));
}
