import { join } from "node:path";
import { InputError } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { ImageBuild, type ImageBuildArgs, imageContentHash } from "../src/index";
import { folderWith, removeFolders } from "./support/files";

describe("ImageBuild", () => {
  let registered: pulumi.runtime.MockResourceArgs[];

  beforeEach(async () => {
    registered = [];
    await pulumi.runtime.setMocks({
      newResource: (args) => {
        registered.push(args);
        const outputs = args.type.endsWith("anew:Image") ? { reference: "r@sha256:1", reused: true } : {};
        return { id: `${args.name}-id`, state: { ...args.inputs, ...outputs } };
      },
      call: () => ({}),
    });
  });
  afterEach(removeFolders);

  const app = () => folderWith({ Dockerfile: "FROM scratch\nCOPY . /\n", "a.txt": "a" });

  function problemsOf(args: ImageBuildArgs): string[] {
    try {
      new ImageBuild("web", args);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.problems.map(({ property }) => property);
    }
    return [];
  }

  function messageOf(args: ImageBuildArgs): string {
    try {
      new ImageBuild("web", args);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  }

  it("knows its content hash and tag at construction", () => {
    const context = app();
    const image = new ImageBuild("web", { context });
    expect(image.contentHash).to.equal(imageContentHash({ context }));
    expect(image.tag).to.equal(image.contentHash);
  });

  it("declares one resource per content, whose name carries the hash", async () => {
    const context = app();
    const image = new ImageBuild("web", { context, repository: "r.example/web" });
    expect(await resolved(image.reference)).to.equal("r@sha256:1");
    expect(await resolved(image.reused)).to.equal(true);
    const [resource] = registered.filter(({ type }) => type === "pulumi-nodejs:dynamic/anew:Image");
    expect(resource?.name).to.equal(`web-${image.contentHash.slice(0, 8)}`);
    expect(resource?.inputs.repository).to.equal("r.example/web");
    expect(resource?.inputs.resourceUrn).to.match(
      /anew:images:ImageBuild\$pulumi-nodejs:dynamic\/anew:Image::web-/,
    );
    expect(resource?.inputs.__provider).to.equal(
      'exports.handler = () => require(require.resolve("@anew/images/provider", { paths: [process.cwd()] })).providers["image"];',
    );
  });

  it("names everything that is wrong at once", () => {
    const args = {
      context: "./nowhere",
      dockerfile: "./nowhere/Dockerfile",
      repository: "r.example/Web:1",
      platforms: ["linux/amd64", "beos/ppc"],
      buildArgs: { "A-B": "1" },
      secrets: { npm: "hunter2" as never },
      timeout: "5 parsecs" as never,
    };
    expect(problemsOf(args)).to.have.members([
      "repository",
      "secrets.npm",
      "timeout",
      "context",
      "dockerfile",
      "buildArgs",
      "platforms[1]",
    ]);
    expect(messageOf(args)).to.not.include("hunter2");
    expect(registered).to.deep.equal([]);
  });

  it("names what has the wrong type, and declares nothing before", async () => {
    const wrong = {
      context: undefined,
      dockerfile: 7,
      target: pulumi.output("web"),
      platforms: "linux/amd64",
      buildArgs: "A=1",
      repository: 5,
    } as unknown as ImageBuildArgs;
    const properties = ["context", "dockerfile", "target", "platforms", "buildArgs", "repository"];
    expect(problemsOf(wrong)).to.have.members(properties);
    expect(messageOf({} as ImageBuildArgs)).to.contain("context: got nothing, expected a folder");
    expect(problemsOf(undefined as unknown as ImageBuildArgs)).to.deep.equal(["context"]);
    const mixed = { context: app(), platforms: ["linux/amd64", 5] } as unknown as ImageBuildArgs;
    expect(problemsOf(mixed)).to.deep.equal(["platforms[1]"]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(registered).to.deep.equal([]);
  });

  it("says what is at the place of a context that is no folder", () => {
    const file = join(app(), "a.txt");
    expect(messageOf({ context: file }))
      .to.include(`context: got "${file}", expected a folder`)
      .and.include("is a file");
    expect(problemsOf({ context: "" })).to.deep.equal(["context"]);
  });

  it("says where it looked for a Dockerfile", () => {
    const context = folderWith({ "a.txt": "a" });
    expect(messageOf({ context })).to.include(
      `expected a Dockerfile at ${context}/Dockerfile; there is no such file`,
    );
  });

  it("says how to write the path of a Dockerfile that was taken for relative to the context", () => {
    const context = folderWith({ "web.Dockerfile": "FROM scratch\n" });
    expect(messageOf({ context, dockerfile: "web.Dockerfile" })).to.include(
      `write "${context}/web.Dockerfile"`,
    );
  });

  it("refuses a Dockerfile without FROM", () => {
    expect(problemsOf({ context: folderWith({ Dockerfile: "RUN x\n" }) })).to.deep.equal(["dockerfile"]);
  });

  it("refuses a Dockerfile that is not UTF-8, because two of them could look the same", () => {
    const Dockerfile = Buffer.from([...Buffer.from("FROM scratch\n# "), 0xff]);
    expect(messageOf({ context: folderWith({ Dockerfile }) })).to.include("a Dockerfile in UTF-8");
  });

  it("names the stages when the target is none of them", () => {
    const context = folderWith({ Dockerfile: "FROM scratch AS Base\nFROM base AS web\n" });
    expect(messageOf({ context, target: "wbe" })).to.include(
      'target: got "wbe", expected a stage: base, web',
    );
    for (const target of ["web", "WEB", "1"]) expect(problemsOf({ context, target })).to.deep.equal([]);
    expect(problemsOf({ context, target: "2" })).to.deep.equal(["target"]);
  });

  it("refuses a base image that could move, with the command that pins it", () => {
    const context = folderWith({ Dockerfile: "ARG V\nFROM node:$V\n" });
    const message = messageOf({ context, buildArgs: { V: "22" } });
    expect(message).to.include('got "node:22", expected base images by digest');
    expect(message).to.include(`npx anew lock ${context} --build-arg V=22`);
  });

  it("refuses a lock file that it does not understand", () => {
    for (const lock of [
      "{",
      "[]",
      '{"version":2,"images":{}}',
      '{"version":1,"images":{"a":{"digest":"md5:1"}}}',
    ]) {
      const context = folderWith({ Dockerfile: "FROM scratch\n", "Dockerfile.lock.json": lock });
      expect(problemsOf({ context }), lock).to.deep.equal(["dockerfile"]);
    }
  });

  it("refuses an ignore file that Docker refuses", () => {
    const context = folderWith({ Dockerfile: "FROM scratch\n", ".dockerignore": "a\n!\n" });
    expect(problemsOf({ context })).to.deep.equal(["context"]);
  });

  for (const repository of [
    "",
    "r.example/web:1",
    `r.example/web@sha256:${"a".repeat(64)}`,
    "r.example/Web",
    "https://r.example/web",
    "a b",
    `sha256:${"a".repeat(64)}`,
  ]) {
    it(`refuses ${JSON.stringify(repository)} as a repository`, () => {
      expect(problemsOf({ context: app(), repository })).to.deep.equal(["repository"]);
    });
  }
});

function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply((value) => resolve(value)));
}
