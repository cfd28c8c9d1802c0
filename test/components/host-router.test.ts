import { HostRouter, type HostRouterArgs } from "@anew/docker";
import { expect } from "chai";
import { DockerStack } from "./docker-stack";

describe("HostRouter on the engine", () => {
  let stack: DockerStack;
  let args: HostRouterArgs;

  beforeEach(() => {
    stack = new DockerStack((host) => {
      const router = new HostRouter("edge", { ...args, connection: { host } });
      return { id: router.containerId, network: router.networkName, address: router.address };
    });
    args = { ports: [80, 8081], address: "127.0.0.1", image: "haproxy@sha256:1" };
  });
  afterEach(() => stack.remove());

  async function up(): Promise<string[]> {
    const result = await stack.up();
    expect(result.error, result.error).to.equal(undefined);
    return result.lines.filter((line) => !line.startsWith("same"));
  }
  const container = () => stack.store.list("docker:index/container:Container")[0]?.outputs;

  it("is a network, a volume, and a container that publishes its ports", async () => {
    expect((await up()).sort()).to.deep.equal(["create edge", "create edge", "create edge", "create edge"]);
    expect(container()).to.include({ image: "haproxy@sha256:1", restart: "unless-stopped", readOnly: true });
    expect(await up()).to.deep.equal([]);
  });

  it("stays as it was made, whatever the program or a newer version says", async () => {
    await up();
    const before = container();
    args = { ports: [80, 443], address: "0.0.0.0", image: "haproxy@sha256:2" };
    expect((await up()).filter((line) => !line.startsWith("create"))).to.deep.equal([]);
    expect(container()).to.deep.equal(before);
  });

  it("is made anew with everything as it is then, on request only, and the old one goes first", async () => {
    await up();
    args = { ...args, image: "haproxy@sha256:2", release: "2" };
    expect(await up()).to.deep.equal(["delete-replaced edge", "replace edge", "create-replacement edge"]);
    expect(container()).to.include({ image: "haproxy@sha256:2" });
    args = { ...args, image: "haproxy@sha256:3" };
    expect(await up()).to.deep.equal([]);
  });

  it("names all that is wrong before anything is declared", async () => {
    args = { ports: [80, 80, 0, 65321], certificates: [{ certificate: "c", privateKey: "hunter2" }] };
    const { error, failures, lines } = await stack.up();
    const text = [error, ...failures.map(({ message }) => message)].join("\n");
    expect(text).to.contain("HostRouter edge: ");
    for (const part of ["ports[1]", "ports[2]", "ports[3]", "certificates"]) expect(text).to.contain(part);
    expect(text).not.to.contain("hunter2");
    expect(lines.filter((line) => line.includes("create"))).to.deep.equal([]);
  });

  it("says which certificate is none, and shows no key", async () => {
    args = { ...args, ports: [443], certificates: [{ certificate: "c", privateKey: "hunter2" }] };
    const { error, failures } = await stack.up();
    const text = [error, ...failures.map(({ message }) => message)].join("\n");
    expect(text).to.contain("certificates[0].certificate: expected a certificate in PEM");
    expect(text).not.to.contain("hunter2");
  });
});
