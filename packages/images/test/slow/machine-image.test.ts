import { join } from "node:path";
import { TestStack } from "@anew/engine";
import { expect } from "chai";
import { root } from "../../../../test/setup";
import { type Moto, requireMoto } from "../../../../test/setup/moto";
import { requirePacker } from "../../../../test/setup/packer/require-packer";
import { MachineImage, type MachineImageArgs } from "../../src/index";
import { useAwsEnvironment } from "../support/aws-environment";
import { folderWith, removeFolders, writeFiles } from "../support/files";
import { machineContext, machineTemplate } from "../support/machine-context";
import { StoredImages } from "../support/stored-images";

describe("A MachineImage in a stack, by Packer", function () {
  this.timeout(180_000);
  const cwd = process.cwd();
  let moto: Moto;
  let images: StoredImages;
  let restore: () => void;
  let hashes: string[];

  before(async function () {
    await requirePacker(this);
    moto = await requireMoto(this);
    images = new StoredImages(moto.url);
    restore = useAwsEnvironment();
    // A program finds the provider from its own folder.
    process.chdir(join(root, "test"));
  });
  after(async () => {
    process.chdir(cwd);
    restore?.();
    await moto?.stop();
  });
  beforeEach(() => {
    hashes = [];
  });
  afterEach(removeFolders);

  const stackOf = (args: () => MachineImageArgs) =>
    new TestStack({
      program: () => {
        const image = new MachineImage("web", {
          connection: { region: "eu-west-1", endpoint: moto.url },
          ...args(),
        });
        hashes.push(image.contentHash);
        return { imageId: image.imageId, reused: image.reused };
      },
    });
  const short = (index: number) => hashes.at(index)?.slice(0, 8);
  const newContext = () => folderWith(machineContext({ endpoint: moto.url }));

  const taggedWith = (hash: string | undefined) => images.taggedWith(hash);
  const failureOf = async (stack: TestStack) => {
    const { error, messages } = await stack.up();
    return [error, ...messages.map(({ message }) => message)].join("\n");
  };

  it("is built once, found from another checkout and another stack, and built again for a changed file", async () => {
    let context = newContext();
    const stack = stackOf(() => ({ context }));
    const preview = await stack.preview();
    expect(preview.error).to.equal(undefined);
    expect(await taggedWith(hashes[0])).to.deep.equal([]);

    const first = await stack.up();
    expect(first.error).to.equal(undefined);
    expect(first.lines).to.deep.equal(["create web", `create web-${short(0)}`]);
    expect(first.outputs).to.deep.equal({ imageId: (await taggedWith(hashes[0]))[0], reused: false });

    context = newContext();
    expect((await stack.up()).lines).to.deep.equal(["same web", `same web-${short(0)}`]);
    const other = await stackOf(() => ({ context })).up();
    expect(other.outputs).to.deep.equal({ imageId: first.outputs.imageId, reused: true });
    expect(await taggedWith(hashes[0])).to.have.length(1);

    writeFiles(context, { "files/motd": "changed\n" });
    const changed = await stack.up();
    expect(changed.lines).to.have.members(["same web", `create web-${short(-1)}`, `same web-${short(0)}`]);
    expect(changed.outputs.imageId).to.not.equal(first.outputs.imageId);

    writeFiles(context, { "files/motd": "hello\n" });
    const back = await stack.up();
    expect(back.outputs.imageId).to.equal(first.outputs.imageId);
    expect((await stack.destroy()).error).to.equal(undefined);
    expect(await taggedWith(hashes[0])).to.have.length(1);
  });

  it("is made again when it has vanished, at preview as at update, and is left alone when it is not in use", async () => {
    const context = newContext();
    const stack = stackOf(() => ({ context }));
    const first = await stack.up();
    await images.deregister(String(first.outputs.imageId));
    const name = `web-${short(0)}`;
    const lines = ["same web", `create-replacement ${name}`, `replace ${name}`, `delete-replaced ${name}`];
    expect((await stack.preview()).lines).to.deep.equal(lines);
    const again = await stack.up();
    expect(again.lines).to.deep.equal(lines);
    expect(again.outputs.imageId).to.not.equal(first.outputs.imageId);

    writeFiles(context, { "files/motd": "more\n" });
    await stack.up();
    await images.deregister(String(again.outputs.imageId));
    const unused = await stack.up();
    expect(unused.lines).to.have.members(["same web", `same web-${short(-1)}`, `same ${name}`]);
  });

  it("may be built twice at once: both updates end well, and from then on all take the older one", async () => {
    const context = folderWith({ ...machineContext({ endpoint: moto.url }), "files/motd": "at once\n" });
    const both = await Promise.all([stackOf(() => ({ context })).up(), stackOf(() => ({ context })).up()]);
    expect(both.map(({ error }) => error)).to.deep.equal([undefined, undefined]);
    const made = await taggedWith(hashes.at(-1));
    for (const { outputs } of both) expect(made).to.include(outputs.imageId);
    const thirds = [await stackOf(() => ({ context })).up(), await stackOf(() => ({ context })).up()];
    const [one, other] = thirds.map(({ outputs }) => outputs);
    expect(one).to.deep.equal({ imageId: other?.imageId, reused: true });
    expect(await taggedWith(hashes.at(-1))).to.have.members(made);
  });

  it("is built from a template of the old kind, with one of its two sources", async () => {
    const source = {
      type: "amazon-ebs",
      custom_endpoint_ec2: moto.url,
      skip_region_validation: true,
      instance_type: "{{user `size`}}",
      source_ami: "ami-12c6146b",
      communicator: "none",
      ami_name: "old-{{timestamp}}-{{uuid}}",
      tags: { "anew:contentHash": "{{user `anew_content_hash`}}" },
    };
    const builders = [
      { ...source, name: "one" },
      { ...source, name: "two" },
    ];
    const variables = { anew_content_hash: null, size: null };
    const context = folderWith({ "old.json": JSON.stringify({ builders, variables }) });
    const args = { context, template: "old.json", variables: { size: "t3.micro" } };
    expect(await failureOf(stackOf(() => args))).to.contain("one of the template's sources: one, two");
    const { error, outputs } = await stackOf(() => ({ ...args, only: "two" })).up();
    expect(error).to.equal(undefined);
    expect(await taggedWith(hashes.at(-1))).to.deep.equal([outputs.imageId]);
  });

  it("is refused, and not recorded, when its template tags it with something else than the hash", async () => {
    const tags = 'tags = { "anew:contentHash" = "v1-$'.concat('{var.anew_content_hash}" }');
    const context = folderWith({ "web.pkr.hcl": machineTemplate({ endpoint: moto.url, tags }) });
    const stack = stackOf(() => ({ context }));
    expect(await failureOf(stack)).to.match(
      /template: got ".*, which made eu-west-1:ami-\w+", expected an image with the tag anew:contentHash = [0-9a-f]{64}; let the source/,
    );
    expect((await stack.preview()).lines).to.include(`create web-${short(0)}`);
  });

  it("leaves all as it was when Packer fails, with Packer's own words", async () => {
    const context = newContext();
    const stack = stackOf(() => ({ context }));
    const { outputs } = await stack.up();
    const commands = ["echo no such package", "exit 7"];
    writeFiles(context, machineContext({ endpoint: moto.url, commands }));
    const failed = await failureOf(stack);
    expect(failed)
      .to.contain("  | no such package")
      .and.contain("  | Script exited with non-zero exit status: 7");
    writeFiles(context, machineContext({ endpoint: moto.url }));
    const again = await stack.up();
    expect(again.lines).to.have.members(["same web", `same web-${short(0)}`]);
    expect(again.outputs).to.deep.equal(outputs);
  });
});
