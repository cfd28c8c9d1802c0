import { BlueGreenGroup, type BlueGreenGroupArgs, HostRouter, ImmutableService } from "@anew/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { base, DockerStack } from "./docker-stack";

describe("input errors on a Docker host", () => {
  let stack: DockerStack | undefined;
  afterEach(() => stack?.remove());

  /** What the program fails with. The component with the problem declares nothing: all is checked before. */
  async function problems(
    program: (connection: { host: string }) => unknown,
    computed = false,
  ): Promise<string> {
    stack = new DockerStack((host) => {
      program({ host });
      return {};
    });
    const result = await stack.preview();
    expect(result.error, "the program was expected to fail").to.be.a("string");
    // The component itself, and the salt of its fingerprints, are there before a computed value is known.
    expect(result.lines.filter((line) => /^create (worker|shop)-(?!salt)/.test(line))).to.deep.equal([]);
    if (!computed)
      expect(result.lines.filter((line) => /^create (worker|shop)/.test(line))).to.deep.equal([]);
    return [result.error, ...result.failures.map((one) => one.message)].join("\n");
  }

  it("come all at once, each with its property, what was given and what is allowed", async () => {
    const wrong = {
      ...base,
      image: "web:latest",
      port: 99999,
      replicas: 0,
      healthCheck: { path: "healthz", interval: "1 parsec" },
      traffic: { kind: "gradual", steps: [50, 10], every: "1 second" },
      drainTimeout: "soon",
      keep: -1,
      colour: "blue",
    } as unknown as BlueGreenGroupArgs;
    const text = await problems((connection) => new BlueGreenGroup("shop", { ...wrong, connection }));
    for (const property of [
      'image: got "web:latest"',
      "port: got 99999",
      "replicas: got 0",
      'healthCheck.path: got "healthz"',
      'healthCheck.interval: got "1 parsec"',
      "traffic.steps: got [50,10]",
      'drainTimeout: got "soon"',
      "keep: got -1",
      "colour:",
    ]) {
      expect(text).to.contain(property);
    }
    expect(text).to.contain("BlueGreenGroup shop: 9 problems").and.to.contain("ImageBuild");
  });

  it("name what a bake can't ask Prometheus", async () => {
    const prometheus = {
      url: "prometheus:9090",
      queries: [{ query: "" }, { query: "up", max: "1" as never }],
    };
    const text = await problems(
      (connection) =>
        new BlueGreenGroup("shop", { ...base, bake: { for: "1 minute", prometheus }, connection }),
    );
    expect(text).to.contain(
      'bake.prometheus.url: got "prometheus:9090", expected the address of a Prometheus',
    );
    expect(text).to.contain('bake.prometheus.queries[0].query: got ""');
    expect(text).to.contain("bake.prometheus.queries[0]: got").and.to.contain("a limit: max, min or both");
    expect(text).to.contain('bake.prometheus.queries[1].max: got "1", expected a number');
  });

  it("name a second group of one name", async () => {
    const text = await problems((connection) => {
      new BlueGreenGroup("web", { ...base, connection });
      new BlueGreenGroup("web", { ...base, listen: { port: 8001 }, connection });
    });
    expect(text).to.contain('name: got "web"');
  });

  it("name a port, host and path that another group has", async () => {
    const text = await problems((connection) => {
      new BlueGreenGroup("web", { ...base, connection });
      new BlueGreenGroup("shop", { ...base, connection });
    });
    expect(text)
      .to.contain("listen:")
      .and.to.contain("web has this one")
      .and.to.contain("another port, host or path");
  });

  it("name an explicit provider without its connection, also an inherited one", async () => {
    const provider = () => new docker.Provider("remote", { host: "tcp://192.0.2.1:2376" });
    expect(await problems(() => new BlueGreenGroup("web", base, { provider: provider() }))).to.contain(
      "connection:",
    );
    class Shop extends pulumi.ComponentResource {
      constructor(remote: docker.Provider) {
        super("test:Shop", "parts", {}, { providers: [remote] });
        new BlueGreenGroup("web", base, { parent: this });
      }
    }
    expect(await problems(() => new Shop(provider()))).to.contain("connection:");
  });

  it("name storage that two generations can't share, and say what to use instead", async () => {
    const state = [{ volume: "data", path: "/data", access: "exclusive" as const }];
    const text = await problems((connection) => new BlueGreenGroup("web", { ...base, state, connection }));
    expect(text).to.contain("state[0].access").and.to.contain("two generations run side by side");
    const service = await problems(
      (connection) => new ImmutableService("worker", { image: base.image, state, connection }),
    );
    expect(service).to.contain('overlap: "none"');
  });

  it("name a router that does not publish the port", async () => {
    const text = await problems((connection) => {
      const router = new HostRouter("edge", { ports: [9000], connection });
      new BlueGreenGroup("web", { ...base, router, connection });
    });
    expect(text).to.contain("router:").and.to.contain("publishes 8000");
  });

  it("name an HTTPS port of a group's own router, which has no certificate", async () => {
    const text = await problems(
      (connection) =>
        new BlueGreenGroup("shop", {
          ...base,
          listen: [{ port: 80 }, { port: 443 }],
          connection,
        }),
    );
    expect(text).to.contain("1 problem").and.to.contain("listen: got 443, expected no HTTPS port");
    expect(text).to.contain("ports: [80, 443], certificates:");
  });

  it("name addresses that its router can't tell apart, each once, and write a path that it can", async () => {
    const text = await problems(
      (connection) =>
        new BlueGreenGroup("shop", {
          ...base,
          listen: [
            { port: 8000, host: "*.example.com" },
            { port: 8000, path: "/café" },
            { port: 8000, path: "/a|b" },
            { port: 8000, host: "a b" },
            { port: 8000, path: 5 as unknown as string },
          ],
          connection,
        }),
    );
    expect(text).to.contain("BlueGreenGroup shop: 5 problems");
    expect(text).to.contain('listen[0].host: got "*.example.com", expected one exact host name');
    expect(text).to.contain('listen[1].path: got "/café"').and.to.contain('write "/caf%C3%A9"');
    expect(text).to.contain('listen[2].path: got "/a|b"').and.to.contain('write "/a%7Cb"');
    expect(text).to.contain('listen[3].host: got "a b"').and.to.contain("listen[4].path: got 5");
  });

  it("name replicas that have no place in the router during a release, computed ones too", async () => {
    const text = await problems(
      (connection) => new BlueGreenGroup("shop", { ...base, replicas: 40, keep: 2, connection }),
    );
    expect(text).to.contain("1 problem").and.to.contain("replicas: got 40, expected at most 8 with keep: 2");
    const computed = await problems(
      (connection) =>
        new BlueGreenGroup("shop", {
          ...base,
          replicas: pulumi.output(17),
          standby: "cold",
          connection,
        }),
      true,
    );
    expect(computed).to.contain("replicas: got 17, expected at most 16").and.to.contain("1 problem");
    stack = new DockerStack((host) => {
      new BlueGreenGroup("web", { ...base, replicas: 16, keep: 0, connection: { host } });
      return {};
    });
    expect((await stack.preview()).error).to.equal(undefined);
  });

  it("name an HTTP check of a service that nothing can ask by HTTP", async () => {
    const text = await problems(
      (connection) =>
        new ImmutableService("worker", {
          image: base.image,
          port: 80,
          healthCheck: { path: "/up" },
          connection,
        }),
    );
    expect(text).to.contain("healthCheck.path").and.to.contain("healthCheck: { command");
  });

  it("name files and checks that a Docker host can't do", async () => {
    const text = await problems(
      (connection) =>
        new BlueGreenGroup("shop", {
          ...base,
          files: { "/limits.json": "{}", "/etc/shop/a.json": "{}" },
          tmpfs: ["/etc/shop/cache"],
          healthCheck: { path: "/up", unhealthyAfter: 5, probeTimeout: "1 second" },
          connection,
        }),
    );
    expect(text)
      .to.contain("4 problems")
      .and.to.contain('got ["/limits.json"]')
      .and.to.contain("/etc/shop/cache");
    expect(text).to.contain("healthCheck.unhealthyAfter: got 5").and.to.contain("healthCheck.probeTimeout");
  });

  it("name a computed value that can't be, before its generation is made", async () => {
    stack = new DockerStack((host) => {
      new BlueGreenGroup("web", { ...base, port: pulumi.output(0), connection: { host } });
      return {};
    });
    const result = await stack.up();
    expect(JSON.stringify(result)).to.contain("port: got 0");
    expect(
      stack.store.list("docker:index/container:Container").filter((one) => !one.outputs.ports),
    ).to.have.length(0);
  });
});
