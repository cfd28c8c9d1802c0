import { expect } from "chai";
import { requireDocker } from "../../../../test/setup";
import { HaproxyRouter } from "../../src/router/haproxy-router";
import { eventually } from "../router-support/eventually";
import { Lab } from "../router-support/lab";

describe("a router that cannot do what is asked", function () {
  this.timeout(60_000);
  let lab: Lab;

  before(async function () {
    lab = await Lab.start(await requireDocker(this));
  });
  after(() => lab?.remove());

  async function connectTo(containerId: string, host = lab.docker.host): Promise<string> {
    try {
      const router = await HaproxyRouter.connect({ host }, { containerId, group: "any", listen: [] });
      await router.close();
      return "connected";
    } catch (error) {
      return `${(error as { reason: string }).reason}: ${(error as Error).message}`;
    }
  }

  it("says that Docker does not answer, and where it was looked for", async () => {
    expect(await connectTo("any", "unix:///nonexistent/docker.sock")).to.match(
      /^daemon: Docker at unix:\/\/\/nonexistent\/docker.sock does not answer: .*ENOENT/,
    );
  });

  it("says that its container is gone, is another's, or has stopped", async () => {
    expect(await connectTo("0123456789abcdef")).to.match(
      /^gone: router 0123456789ab: there is no such container/,
    );
    await lab.serve("no-router");
    const { Id } = await lab.container("no-router").inspect();
    expect(await connectTo(Id)).to.match(/^foreign: .*has no label dev.anew.router/);
    await lab.container("router").stop({ t: 0 });
    expect(await connectTo(lab.routerId)).to.match(/^stopped: .*docker start/);
    await lab.container("router").start();
    expect(await connectTo(lab.routerId)).to.equal("connected");
  });

  it("says what HAProxy refused, and what a health check got", async () => {
    const router = await lab.connect("health");
    await lab.attach(router, "redirected", ["redirected"], { path: "/moved" });
    await router.ensureGroup({ path: "/moved", status: { from: 200, to: 299 } });
    await router.attach("strict", await lab.serve("strict"));
    await router.ensureGroup({ path: "/broken" });
    await router.attach("broken", await lab.serve("broken"));
    await router.ensureGroup({ path: "/", port: 9 });
    await router.attach("closed", await lab.serve("closed"));
    await router.ensureGroup({});
    await router.attach("any-answer", await lab.serve("any-answer"));
    await lab.healthy(router, "any-answer");
    const details: Record<string, string> = {};
    for (const generation of ["strict", "broken", "closed"]) {
      let health = await router.health(generation);
      await eventually(`${generation} was checked`, async () => {
        health = await router.health(generation);
        // While a check is under way, the statistics may name the kind of the last result without its code.
        return /L7STS\/|L4CON/.test(health.detail);
      });
      expect(health).to.include({ healthy: false, ready: 0, of: 1 });
      details[generation] = health.detail.split(" ").slice(0, 3).join(" ");
    }
    expect(details).to.deep.equal({
      strict: "strict: DOWN L7STS/302",
      broken: "broken: DOWN L7STS/500",
      closed: "closed: DOWN L4CON",
    });
  });

  it("refuses a server that is not there, and one that is in no network of its own", async () => {
    const router = await lab.connect("servers", { listen: [{ port: lab.http, path: "/servers" }] });
    await router.ensureGroup({});
    const attach = (address: string): Promise<string> =>
      router.attach("one", [{ name: "one-0", address, port: 8080 }]).then(
        () => "attached",
        (error: Error) => error.message,
      );
    expect(await attach("anew-test-nobody")).to.match(/^server anew-test-nobody: there is no such container/);
    const alone = await lab.docker.client.createContainer({
      name: `${lab.prefix}-alone`,
      Image: (await lab.container("router").inspect()).Image,
      Entrypoint: ["/bin/sh"],
      HostConfig: { NetworkMode: "none" },
    });
    try {
      expect(await attach(`${lab.prefix}-alone`)).to.contain("they must share one");
    } finally {
      await alone.remove({ force: true });
    }
    expect(await router.attached()).to.deep.equal([]);
  });

  it("refuses a port that it does not publish, whatever its component says now", async () => {
    const router = await lab.connect("port", { listen: [{ port: 1 }] });
    const error = await router.ensureGroup({}).catch((cause: Error) => cause.message);
    expect(error).to.contain("does not publish 1").and.to.contain("a new release");
  });

  it("is full when a group has more servers than places, and says which generations take them", async () => {
    const router = await lab.connect("full", { listen: [{ port: lab.http, path: "/full" }] });
    await router.ensureGroup({});
    const [server] = await lab.serve("many");
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ ...server!, name: `many-${i}` }));
    await router.attach("first", many(30));
    const error = await router.attach("second", many(3)).catch((cause: Error) => cause.message);
    expect(error).to.contain("3 more servers do not fit").and.to.contain("32 places").and.to.contain("first");
    await router.attach("second", many(2));
    await router.removeGroup();
  });
});
