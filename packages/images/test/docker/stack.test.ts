import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { TestStack } from "@anew/engine";
import { expect } from "chai";
import { requireDocker, root } from "../../../../test/setup";
import { ImageBuild } from "../../src/index";
import { DockerImages } from "../support/docker-images";
import { folderWith, removeFolders, writeFiles } from "../support/files";

describe("An ImageBuild in a stack", function () {
  this.timeout(60_000);
  const cwd = process.cwd();
  let host: string;
  let images: DockerImages;
  let hashes: string[];

  before(async function () {
    ({ host } = await requireDocker(this));
    images = new DockerImages(host);
    // A program finds the provider from its own folder.
    process.chdir(join(root, "test"));
  });
  after(() => process.chdir(cwd));
  beforeEach(() => {
    hashes = [];
  });
  afterEach(async () => {
    removeFolders();
    for (const hash of hashes) await images.remove(...(await images.taggedWith(hash)));
  });

  function stackOf(context: () => string, keep?: number): TestStack {
    return new TestStack({
      program: () => {
        const image = new ImageBuild("web", {
          context: context(),
          connection: { host },
          ...(keep !== undefined && { keep }),
        });
        hashes.push(image.contentHash);
        return { reference: image.reference, reused: image.reused };
      },
    });
  }

  const newContext = (id: string) => folderWith({ Dockerfile: "FROM scratch\nCOPY . /\n", "id.txt": id });
  const short = (index: number) => hashes.at(index)?.slice(0, 8);

  it("is created, unchanged from another checkout too, and other content is another resource", async () => {
    const id = randomBytes(8).toString("hex");
    let context = newContext(id);
    const stack = stackOf(() => context);
    const first = await stack.up();
    expect(first.error).to.equal(undefined);
    expect(first.lines).to.deep.equal(["create web", `create web-${short(0)}`]);
    expect(first.outputs.reused).to.equal(false);

    context = newContext(id);
    const same = ["same web", `same web-${short(0)}`];
    expect((await stack.preview()).lines).to.deep.equal(same);
    const second = await stack.up();
    expect(second.lines).to.deep.equal(same);
    expect(second.outputs).to.deep.equal(first.outputs);

    writeFiles(context, { "id.txt": `${id} more` });
    const changed = await stack.up();
    expect(changed.lines).to.have.members(["same web", `create web-${short(-1)}`, `same web-${short(0)}`]);
    expect(await images.taggedWith(hashes[0] ?? "")).to.have.length(1);

    // Back to what was there: nothing is built, created or forgotten.
    const newer = short(-1);
    writeFiles(context, { "id.txt": id });
    const unchanged = ["same web", `same web-${short(0)}`, `same web-${newer}`];
    expect((await stack.preview()).lines).to.have.members(unchanged);
    const back = await stack.up();
    expect(back.lines).to.have.members(unchanged);
    expect(back.outputs).to.deep.equal(first.outputs);
    expect((await stack.destroy()).error).to.equal(undefined);
    expect(await images.taggedWith(hashes[0] ?? "")).to.have.length(1);
  });

  it("is replaced, never updated, when the image has vanished, at preview as at update", async () => {
    const context = newContext(randomBytes(8).toString("hex"));
    const stack = stackOf(() => context);
    await stack.up();
    await images.remove(...(await images.taggedWith(hashes[0] ?? "")));
    const name = `web-${short(0)}`;
    const lines = ["same web", `create-replacement ${name}`, `replace ${name}`, `delete-replaced ${name}`];
    expect((await stack.preview()).lines).to.deep.equal(lines);
    expect((await stack.up()).lines).to.deep.equal(lines);
    expect((await stack.up()).lines).to.deep.equal(["same web", `same ${name}`]);
  });

  it("names as many earlier images in the state as it shall keep, the newest ones", async () => {
    const context = newContext(randomBytes(8).toString("hex"));
    const stack = stackOf(() => context, 1);
    for (let version = 0; version < 3; version++) {
      writeFiles(context, { "id.txt": randomBytes(8).toString("hex") });
      expect((await stack.up()).error).to.equal(undefined);
    }
    const named = (await stack.state()).resources?.map(({ urn }) => String(urn).split("::").at(-1));
    expect(named).to.include.members([`web-${short(-1)}`, `web-${short(-2)}`]);
    expect(named).to.not.include(`web-${short(-3)}`);
    for (const hash of hashes) expect(await images.taggedWith(hash)).to.have.length(1);
  });

  it("makes an earlier image again that has vanished, when it is gone back to and not before", async () => {
    const id = randomBytes(8).toString("hex");
    const context = newContext(id);
    const stack = stackOf(() => context);
    await stack.up();
    writeFiles(context, { "id.txt": `${id} more` });
    await stack.up();
    await images.remove(...(await images.taggedWith(hashes[0] ?? "")));
    const [older, newer] = [`web-${short(0)}`, `web-${short(-1)}`];
    expect((await stack.up()).lines).to.have.members(["same web", `same ${newer}`, `same ${older}`]);
    writeFiles(context, { "id.txt": id });
    const back = await stack.up();
    expect(back.lines).to.include.members([`create-replacement ${older}`, `same ${newer}`]);
    expect(await images.taggedWith(hashes[0] ?? "")).to.have.length(1);
  });

  it("keeps its earlier images through a new name", async () => {
    const context = newContext(randomBytes(8).toString("hex"));
    let name = "web";
    const stack = new TestStack({
      program: () => {
        const image = new ImageBuild(name, { context, connection: { host } }, { aliases: [{ name: "web" }] });
        hashes.push(image.contentHash);
      },
    });
    await stack.up();
    writeFiles(context, { "id.txt": randomBytes(8).toString("hex") });
    await stack.up();
    name = "site";
    const lines = ["same site", `same site-${short(1)}`, `same site-${short(0)}`];
    expect((await stack.up()).lines).to.have.members(lines);
    expect((await stack.up()).lines).to.have.members(lines);
  });

  it("keeps what the stack had when a build fails", async () => {
    const context = newContext(randomBytes(8).toString("hex"));
    const stack = stackOf(() => context);
    const { outputs } = await stack.up();
    writeFiles(context, { Dockerfile: "FROM scratch\nCOPY nothing /\n" });
    const failed = await stack.up();
    expect(failed.error).to.include("expected a build that succeeds");
    expect(failed.lines).to.have.members(["same web", `same web-${short(0)}`, `create web-${short(-1)}`]);
    writeFiles(context, { Dockerfile: "FROM scratch\nCOPY . /\n" });
    const again = await stack.up();
    expect(again.lines).to.deep.equal(["same web", `same web-${short(0)}`]);
    expect(again.outputs).to.deep.equal(outputs);
  });

  it("keeps its connection as a secret in the state", async () => {
    const stack = stackOf(() => newContext("secret"));
    await stack.up();
    const { resources = [] } = await stack.state();
    const image = resources.find(({ type }) => type === "pulumi-nodejs:dynamic/anew:Image");
    for (const side of [image?.inputs, image?.outputs]) {
      const { connection } = side as Record<string, unknown>;
      // How Pulumi marks a secret.
      expect(JSON.stringify(connection)).to.include("4dabf18193072939515e22adb298388d");
    }
  });
});
