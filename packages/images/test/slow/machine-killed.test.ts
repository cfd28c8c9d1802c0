import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type EngineResult, waitFor } from "../../../../test/setup";
import { type Moto, requireMoto } from "../../../../test/setup/moto";
import { requirePacker } from "../../../../test/setup/packer/require-packer";
import { machineContentHash } from "../../src/index";
import { useAwsEnvironment } from "../support/aws-environment";
import { folderWith, removeFolders } from "../support/files";
import { machineTemplate } from "../support/machine-context";
import { MachineStack } from "../support/machine-stack";
import { StoredImages } from "../support/stored-images";

const LONG = 60_000;

describe("A build of a machine image that is killed", function () {
  this.timeout(240_000);
  let moto: Moto;
  let images: StoredImages;
  let restore: () => void;
  let stack: MachineStack;
  /** Where the build tells that it has begun, and waits to be let on. */
  let meeting: string;

  before(async function () {
    await requirePacker(this);
    moto = await requireMoto(this);
    restore = useAwsEnvironment();
    images = new StoredImages(moto.url);
  });
  after(async () => {
    restore?.();
    await moto?.stop();
  });
  beforeEach(async () => {
    stack = await MachineStack.create();
    meeting = folderWith({});
  });
  afterEach(() => {
    letOn();
    stack.remove();
    removeFolders();
  });

  const letOn = () => writeFileSync(join(meeting, "go"), "");

  function program() {
    const commands = [
      `ps -o pgid= -p $$ > ${meeting}/group.new && mv ${meeting}/group.new ${meeting}/group`,
      "echo the password is $PASSWORD",
      `while [ ! -e ${meeting}/go ]; do sleep 0.1; done`,
    ];
    const lines = 'variable "password" {\n  type = string\n}\n';
    const text = machineTemplate({ endpoint: moto.url, commands, lines }).replace(
      "inline =",
      ['environment_vars = ["PASSWORD=$', '{var.password}"]\n    inline ='].join(""),
    );
    const context = folderWith({ "web.pkr.hcl": text });
    return { context, connection: { region: "eu-west-1", endpoint: moto.url } };
  }

  /** Starts an update and kills it, with its program and provider, in the middle of the build. */
  async function killedUpdate(declared: ReturnType<typeof program>): Promise<EngineResult> {
    const running = stack.start("up", declared);
    expect(await waitFor(() => existsSync(join(meeting, "group")), LONG), "the build began").to.equal(true);
    process.kill(-running.pid, "SIGKILL");
    const result = await running.result;
    await stack.unlock();
    return result;
  }

  it("goes on to its end, and the next update finds its image", async () => {
    const declared = program();
    const hash = machineContentHash(declared);
    const killed = await killedUpdate(declared);
    expect(killed.exitCode).to.not.equal(0);
    expect(await images.taggedWith(hash)).to.deep.equal([]);

    letOn();
    expect(await waitFor(async () => (await images.taggedWith(hash)).length > 0, LONG)).to.equal(true);
    const again = await stack.up(declared);
    expect(again.exitCode, again.output).to.equal(0);
    expect(await stack.outputs()).to.deep.include({
      imageId: (await images.taggedWith(hash))[0],
      reused: true,
    });
    expect(
      await waitFor(async () => (await images.machines()).length === 0, LONG),
      "machines are gone",
    ).to.equal(true);
  });

  it("together with Packer, leaves a machine that the next update tells of while it builds anew", async () => {
    const declared = program();
    const hash = machineContentHash(declared);
    await killedUpdate(declared);
    process.kill(-Number(readFileSync(join(meeting, "group"), "utf8")), "SIGKILL");
    const [machine, ...others] = await images.machines();
    expect(others).to.deep.equal([]);

    letOn();
    const again = await stack.up(declared);
    expect(again.exitCode, again.output).to.equal(0);
    expect(again.output).to.contain(
      `if it was killed: aws ec2 terminate-instances --region eu-west-1 --instance-ids ${machine}`,
    );
    expect(await stack.outputs()).to.deep.include({
      imageId: (await images.taggedWith(hash))[0],
      reused: false,
    });
    for (const text of [again.output, await stack.stateOfImages()]) expect(text).to.not.contain("s3cret-one");
    expect(await images.machines()).to.deep.equal([machine]);
  });
});
