import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import type Dockerode from "dockerode";
import { imageFromMachine } from "../../../../test/setup/images/root-filesystem";
import { requireDocker } from "../../../../test/setup/require-docker";
import { PartialFailure } from "../../src/partial-failure";
import { DockerProvider } from "../../src/providers/docker/docker-provider";
import { TestStack } from "../../src/test-stack";
import type { PropertyMap } from "../../src/values";
import { DockerResource } from "../support/docker-resource";

const TYPE = "docker:index/container:Container";

describe("the docker provider on a real daemon", function () {
  this.timeout(120_000);
  const prefix = `anew-provider-${randomBytes(4).toString("hex")}`;
  const call = { type: TYPE, urn: `urn:pulumi:dev::proj::${TYPE}::${prefix}` };
  let docker: Dockerode;
  let host: string;
  let image: string;
  let provider: DockerProvider;

  before(async function () {
    ({ client: docker, host } = await requireDocker(this));
    image = await imageFromMachine(host, {
      name: "anew/provider-test",
      programs: {},
      users: {},
      folders: { "/data": 0o755 },
      settings: ['CMD ["/bin/busybox", "sleep", "600"]'],
    });
    provider = new DockerProvider({ ...process.env, DOCKER_HOST: host });
    await provider.configure({});
  });

  after(async () => {
    if (!docker) return;
    const filters = { name: [prefix] };
    for (const { Id } of await docker.listContainers({ all: true, filters })) {
      await docker.getContainer(Id).remove({ force: true, v: true });
    }
    for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove();
    for (const { Name } of (await docker.listVolumes({ filters })).Volumes)
      await docker.getVolume(Name).remove();
  });

  const create = async (news: PropertyMap) => {
    const randomSeed = randomBytes(8);
    const { inputs } = await provider.check({ ...call, news: { networkMode: "none", ...news }, randomSeed });
    return { inputs, ...(await provider.create({ ...call, news: inputs, preview: false })) };
  };
  const remove = (id: string, outputs: PropertyMap) =>
    provider.delete({ ...call, id, oldInputs: {}, outputs });

  it("runs a program with a network, a volume and a container through its whole life", async () => {
    let version = "1";
    const stack = new TestStack({
      providers: { docker: () => new DockerProvider({ ...process.env, DOCKER_HOST: host }) },
      program: () => {
        const network = new DockerResource("Network", `${prefix}-net`, {});
        const volume = new DockerResource("Volume", `${prefix}-data`, {});
        const web = new DockerResource("Container", `${prefix}-web`, {
          image,
          envs: [`VERSION=${version}`],
          networksAdvanced: [{ name: network.name, aliases: ["web"] }],
          volumes: [{ volumeName: volume.name, containerPath: "/data" }],
        });
        return { id: web.id, network: web.networkDatas.apply((all) => all?.[0]?.networkName) };
      },
    });
    const names = ["net", "data", "web"].map((name) => `${prefix}-${name}`);
    const each = (op: string) => names.map((name) => `${op} ${name}`);
    expect((await stack.preview()).lines).to.have.members(each("create"));
    const first = await stack.up();
    expect([first.error, first.lines.length]).to.deep.equal([undefined, 3]);
    const before = await docker.getContainer(String(first.outputs.id)).inspect();
    expect(before.State.Running).to.equal(true);
    expect(Object.keys(before.NetworkSettings.Networks)).to.deep.equal([first.outputs.network]);
    expect((await stack.up()).lines).to.have.members(each("same"));

    version = "2";
    const web = names[2];
    const replacement = [`delete-replaced ${web}`, `replace ${web}`, `create-replacement ${web}`];
    expect((await stack.preview()).lines.slice(-3)).to.deep.equal(replacement);
    const second = await stack.up();
    expect(second.lines.slice(-3)).to.deep.equal(replacement);
    const after = await docker.getContainer(String(second.outputs.id)).inspect();
    expect(after.Config.Env).to.include("VERSION=2");
    expect((await stack.destroy()).error).to.equal(undefined);
    expect(await docker.listContainers({ all: true, filters: { name: [prefix] } })).to.deep.equal([]);
  });

  it("puts uploads into the container before it starts", async () => {
    const script = Buffer.from("#!/bin/busybox sh\necho started\n").toString("base64");
    const { id, outputs } = await create({
      image,
      command: ["/start.sh"],
      mustRun: false,
      attach: true,
      logs: true,
      uploads: [{ file: "/start.sh", contentBase64: script, permissions: "0755" }],
    });
    expect([outputs.containerLogs, outputs.exitCode]).to.deep.equal(["started\n", 0]);
    const archive = await text(await docker.getContainer(id).getArchive({ path: "/start.sh" }));
    expect(archive).to.include("echo started");
    await remove(id, outputs);
  });

  it("reports a container that does not start as made but unfinished, so that it is kept track of", async () => {
    const error = await create({ image, command: ["/no/such/program"] }).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(PartialFailure);
    const { id, outputs, message } = error as PartialFailure;
    expect(message).to.match(/Unable to start container: Error response from daemon: .*\/no\/such\/program/s);
    expect((await docker.getContainer(id).inspect()).State.Running).to.equal(false);
    await remove(id, outputs);
  });

  it("makes nothing when the image can be had nowhere", async () => {
    const missing = "127.0.0.1:1/anew/nothing:1";
    const error = await create({ image: missing }).catch((caught: unknown) => caught);
    expect(error).to.not.be.instanceOf(PartialFailure);
    expect((error as Error).message).to.include(
      `Unable to create container with image ${missing}: unable to pull`,
    );
  });

  it("changes in place what Docker can change, and reads what has changed by hand", async () => {
    const made = await create({ image, memory: 64, memorySwap: 64 });
    const old = { ...call, id: made.id, oldInputs: made.inputs, oldOutputs: made.outputs, ignoreChanges: [] };
    const news = { ...made.inputs, restart: "always", memory: 32 };
    expect((await provider.diff({ ...old, news })).replaces).to.deep.equal([]);
    const { outputs } = await provider.update({ ...old, news, preview: false });
    const { HostConfig } = await docker.getContainer(made.id).inspect();
    expect([HostConfig.Memory, HostConfig.RestartPolicy?.Name]).to.deep.equal([32 * 1024 * 1024, "always"]);
    await docker.getContainer(made.id).update({ RestartPolicy: { Name: "no" } });
    const seen = await provider.read({ ...call, id: made.id, inputs: news, outputs });
    expect([seen.outputs.restart, seen.inputs?.restart, seen.outputs.memory]).to.deep.equal(["no", "no", 32]);
    await remove(made.id, outputs);
    expect(await provider.read({ ...call, id: made.id, inputs: news, outputs })).to.deep.equal({
      outputs: {},
    });
    await remove(made.id, outputs);
  });

  it("shows a stopped container as a change, and starts it again", async () => {
    const made = await create({ image });
    await docker.getContainer(made.id).kill();
    await docker.getContainer(made.id).wait();
    const { outputs } = await provider.read({
      ...call,
      id: made.id,
      inputs: made.inputs,
      outputs: made.outputs,
    });
    expect([outputs.mustRun, outputs.exitCode]).to.deep.equal([false, 137]);
    const old = { ...call, id: made.id, oldInputs: made.inputs, oldOutputs: outputs, news: made.inputs };
    expect((await provider.diff({ ...old, ignoreChanges: [] })).diffs).to.deep.equal(["mustRun"]);
    await provider.update({ ...old, ignoreChanges: [], preview: false });
    expect((await docker.getContainer(made.id).inspect()).State.Running).to.equal(true);
    await remove(made.id, outputs);
  });

  it("waits until a container is healthy, and says when it cannot know", async () => {
    const healthcheck = { tests: ["CMD", "/bin/busybox", "true"], interval: "1s", timeout: "5s" };
    const { id, outputs } = await create({ image, wait: true, healthcheck });
    expect((await docker.getContainer(id).inspect()).State.Health?.Status).to.equal("healthy");
    await remove(id, outputs);
    const error = (await create({ image, wait: true }).catch((caught: unknown) => caught)) as PartialFailure;
    expect(error.message).to.include("does not have a healthcheck defined");
    await remove(error.id, error.outputs);
  });
});
