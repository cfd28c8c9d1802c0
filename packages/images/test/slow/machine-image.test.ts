import { join } from "node:path";
import { TestStack } from "@anew/engine";
import { DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { root } from "../../../../test/setup";
import { type Moto, requireMoto } from "../../../../test/setup/moto";
import { requirePacker } from "../../../../test/setup/packer/require-packer";
import { MachineImage, type MachineImageArgs } from "../../src/index";
import { useAwsEnvironment } from "../support/aws-environment";
import { folderWith, removeFolders, writeFiles } from "../support/files";
import { machineContext } from "../support/machine-context";

describe("A MachineImage in a stack, by Packer", function () {
  this.timeout(60_000);
  const cwd = process.cwd();
  let moto: Moto;
  let restore: () => void;
  let hashes: string[];

  before(async function () {
    await requirePacker(this);
    moto = await requireMoto(this);
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

  async function taggedWith(hash: string | undefined): Promise<string[]> {
    const client = new EC2Client({ region: "eu-west-1", endpoint: moto.url });
    const Filters = [{ Name: "tag:anew:contentHash", Values: [hash ?? ""] }];
    const { Images = [] } = await client.send(new DescribeImagesCommand({ Owners: ["self"], Filters }));
    return Images.map(({ ImageId = "" }) => ImageId);
  }

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
});
