import { BlueGreenGroup, type BlueGreenGroupArgs, HostRouter, type HostRouterArgs } from "@anew/docker";
import type { TestResult } from "@anew/engine";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { base, DockerStack } from "./docker-stack";

describe("the router of a group that names none", () => {
  let stack: DockerStack;
  let args: Partial<BlueGreenGroupArgs>;
  let edge: { args: HostRouterArgs; aliases?: pulumi.Alias[] } | undefined;

  beforeEach(() => {
    args = {};
    edge = undefined;
    stack = new DockerStack((host) => {
      const router = edge && new HostRouter("edge", edge.args, { aliases: edge.aliases ?? [] });
      const web = new BlueGreenGroup("web", {
        ...base,
        ...args,
        ...(router && { router }),
        connection: { host },
      });
      return { url: web.url, previewUrl: web.previewUrl };
    });
  });
  afterEach(() => stack.remove());

  const changes = ({ lines }: TestResult) => lines.filter((line) => !line.startsWith("same"));
  async function up(config: Record<string, string> = {}): Promise<string[]> {
    const result = await stack.up({ config });
    expect(result.error, result.error).to.equal(undefined);
    return changes(result);
  }
  /** What a preview and an update say that are both refused; the update has changed nothing. */
  async function refused(): Promise<string> {
    const before = await stack.state();
    const preview = await stack.preview();
    const update = await stack.up();
    const said = (result: TestResult) =>
      [result.error, ...result.failures.map(({ message }) => message)]
        .join("\n")
        .split("\n")
        .filter((line) => !line.startsWith("    at "))
        .join("\n");
    expect(preview.error, "the preview was expected to fail").to.be.a("string");
    expect(changes(update).filter((line) => !/ edge$/.test(line))).to.deep.equal([]);
    const containers = (state: unknown) =>
      (state as { resources: { type: string; urn: string; id?: string }[] }).resources
        .filter(({ type, urn }) => type.startsWith("docker:") && !urn.endsWith("::edge"))
        .map(({ urn, id }) => `${urn} ${id}`);
    expect(containers(await stack.state())).to.deep.equal(containers(before));
    expect(said(update)).to.equal(said(preview));
    return said(update);
  }
  const routers = () =>
    stack.store
      .list("docker:index/container:Container")
      .map(({ outputs }) => outputs)
      .filter(({ ports }) => Array.isArray(ports) && ports.length > 0)
      .map(({ ports }) => (ports as { external: number }[]).map((one) => one.external));

  it("stays when the group listens on another host or path: the switch is updated, and the gate notes it", async () => {
    await up();
    args = { listen: { port: 8000, host: "www.example.com", path: "/shop" } };
    const lines = await up();
    expect(lines.map((line) => line.replace(/-[0-9a-f]{8}/, ""))).to.deep.equal([
      "update web-gate",
      "update web-switch",
    ]);
  });

  it("refuses one more port before anything is declared, and says what would replace it", async () => {
    await up();
    args = { preview: { port: 8001 } };
    const text = await refused();
    expect(text).to.contain("BlueGreenGroup web: 1 problem").and.to.contain("listen: got [8000,8001]");
    expect(text).to.contain("the router anew-router-8000 publishes (8000)");
    expect(text).to.contain("anew:routerRelease").and.to.contain('aliases: [{ name: "anew-router-8000" }]');
    expect(text).to.contain("do not answer for 2 to 3 seconds");
  });

  it("refuses another port, lower or higher", async () => {
    args = { listen: { port: 8001 } };
    await up();
    for (const port of [8000, 9000]) {
      args = { listen: { port } };
      expect(await refused()).to.contain("the router anew-router-8001 publishes (8001)");
    }
  });

  it("keeps its name and its ports when a group needs fewer of them, or a new group needs some", async () => {
    args = { preview: { port: 8001 } };
    await up();
    args = {};
    expect((await up()).filter((line) => line.includes("router"))).to.deep.equal([]);
    args = { listen: { port: 8001 } };
    expect((await up()).filter((line) => line.includes("router"))).to.deep.equal([]);
    expect(routers()).to.deep.equal([[8000, 8001]]);
  });

  it("is made anew with the ports of then on request", async () => {
    await up();
    args = { preview: { port: 8001 } };
    const lines = await up({ "anew:routerRelease": "2" });
    expect(lines.filter((line) => line.includes("router"))).to.deep.equal([
      "delete-replaced anew-router-8000",
      "replace anew-router-8000",
      "create-replacement anew-router-8000",
    ]);
    expect(routers()).to.deep.equal([[8000, 8001]]);
    expect(await up({ "anew:routerRelease": "2" })).to.deep.equal([]);
  });

  it("is taken over by a HostRouter with an alias, and refused to one without", async () => {
    await up();
    edge = { args: { ports: [8000, 8001] } };
    expect(await refused()).to.contain("the router that the group has, anew-router-8000");
    edge = {
      args: { ports: [8000, 8001], release: "2" },
      aliases: [{ name: "anew-router-8000" }],
    };
    const lines = await up();
    expect(lines.filter((line) => line.startsWith("create "))).to.deep.equal([]);
    expect(lines.filter((line) => line.includes("edge"))).to.include("create-replacement edge");
    expect(routers()).to.deep.equal([[8000, 8001]]);

    edge = undefined;
    expect(await refused()).to.contain("the router that the group has, edge");
  });

  it("refuses a port that a HostRouter has only in the program", async () => {
    edge = { args: { ports: [8000] } };
    await up();
    edge = { args: { ports: [8000, 8001] } };
    args = { preview: { port: 8001 } };
    expect(await refused()).to.contain("give the HostRouter another release");
    edge = { args: { ports: [8000, 8001], release: "2" } };
    await up();
    expect(routers()).to.deep.equal([[8000, 8001]]);
  });
});

describe("a port of a host", () => {
  let stack: DockerStack | undefined;
  afterEach(() => stack?.remove());

  async function problems(program: (connection: { host: string }) => void): Promise<string> {
    stack = new DockerStack((host) => {
      program({ host });
      return {};
    });
    const { error, failures, lines } = await stack.preview();
    expect(error, "the program was expected to fail").to.be.a("string");
    expect(lines.filter((line) => /^create second/.test(line))).to.deep.equal([]);
    return [error, ...failures.map(({ message }) => message)].join("\n");
  }

  it("belongs to one router: two HostRouters on it are refused, also where one has all addresses", async () => {
    for (const address of ["127.0.0.1", "0.0.0.0"]) {
      const text = await problems(() => {
        new HostRouter("first", { ports: [80, 8000], address: "127.0.0.1" });
        new HostRouter("second", { ports: [8000], address });
      });
      expect(text).to.contain("HostRouter second: 1 problem\n  ports[0]: got 8000");
      expect(text).to.contain(`a port of ${address} that no other router publishes; HostRouter first has it`);
    }
  });

  it("may be two routers' on two addresses, or on two daemons", async () => {
    stack = new DockerStack((host) => {
      const provider = new docker.Provider("far", { host: "tcp://far.example:2376" });
      new HostRouter("first", { ports: [8000], address: "127.0.0.1" });
      new HostRouter("second", { ports: [8000], address: "127.0.0.2" });
      new HostRouter("third", { ports: [8000], connection: { host } }, { provider });
      return {};
    });
    const result = await stack.up();
    expect(result.error, result.error).to.equal(undefined);
  });

  it("is refused to a group's own router beside a HostRouter that has it, whichever comes first", async () => {
    const router = () => new HostRouter("edge", { ports: [8000], address: "127.0.0.1" });
    const group = (name: string, connection: { host: string }) =>
      new BlueGreenGroup(name, { ...base, connection });
    const after = await problems((connection) => {
      router();
      group("second", connection);
    });
    expect(after).to.contain("BlueGreenGroup second: 1 problem\n  listen: got 8000");
    expect(after).to.contain("HostRouter edge has it; give the group that router");
    const before = await problems((connection) => {
      group("web", connection);
      router();
    });
    expect(before).to.contain("HostRouter edge: 1 problem\n  ports[0]: got 8000");
    expect(before).to.contain("the router of group web has it");
  });
});

describe("the router of a group with a provider of its own", () => {
  it("is on the provider's daemon, also where the provider comes from the parent, and apart from the default's", async () => {
    class Site extends pulumi.ComponentResource {
      constructor(name: string, provider: docker.Provider, host: string) {
        super("test:Site", name, {}, { providers: [provider] });
        new BlueGreenGroup(`${name}-web`, { ...base, connection: { host } }, { parent: this });
      }
    }
    const stack = new DockerStack((host) => {
      const provider = (name: string) => new docker.Provider(name, { host: `tcp://${name}.example:2376` });
      new Site("east", provider("east"), host);
      new BlueGreenGroup("web", { ...base, connection: { host } });
      return {};
    });
    try {
      const result = await stack.up();
      expect(result.error, result.error).to.equal(undefined);
      const { resources } = (await stack.state()) as {
        resources?: { urn: string; type: string; provider?: string }[];
      };
      const providers = (resources ?? [])
        .filter(({ urn, type }) => type === "docker:index/container:Container" && urn.includes("anew-router"))
        .map(({ urn, provider }) => [
          urn.split("::").at(-1),
          provider
            ?.split("::")
            .at(-2)
            ?.replace(/^default.*/, "default"),
        ]);
      expect(providers.sort()).to.deep.equal([
        ["anew-router-8000", "default"],
        ["anew-router-8000-on-east", "east"],
      ]);
    } finally {
      stack.remove();
    }
  });
});
