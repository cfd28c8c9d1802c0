import { expect } from "chai";
import { requireDocker } from "../../../../test/setup";
import type { HaproxyRouter } from "../../src/router/haproxy-router";
import { ask } from "../router-support/ask";
import { eventually } from "../router-support/eventually";
import { Lab } from "../router-support/lab";
import { Load } from "../router-support/load";

describe("a router and its servers, when something stops", function () {
  this.timeout(120_000);
  let lab: Lab;
  let router: HaproxyRouter;

  before(async function () {
    lab = await Lab.start(await requireDocker(this));
    router = await lab.connect("restart", { listen: [{ port: lab.http, path: "/app" }] });
    await lab.attach(router, "blue", ["blue-0", "blue-1"]);
    await lab.attach(router, "green");
    await router.shift({ blue: 70, green: 30 });
  });
  after(() => lab?.remove());

  const answers = (): Promise<boolean> =>
    ask({ port: lab.http, path: "/app" }).then(
      ({ status }) => status === 200,
      () => false,
    );

  it("comes back after a kill with the same routes, servers, weights and checks, for the same connection", async () => {
    await lab.container("router").restart({ t: 0 });
    await eventually("it answers again", answers);
    expect(await router.read()).to.deep.equal({ blue: 70, green: 30 });
    expect(await router.written()).to.deep.equal({ blue: 70, green: 30 });
    expect(await router.attached()).to.deep.equal(["blue", "green"]);
    await lab.healthy(router, "blue");
    await lab.healthy(router, "green");
    expect((await ask({ port: lab.http, path: "/other" })).status).to.equal(404);
    await router.shift({ green: 100 });
    expect((await ask({ port: lab.http, path: "/app" })).body).to.equal("green");
  });

  it("goes on in another container with the same volume", async () => {
    await router.shift({ blue: 100 });
    await lab.container("router").remove({ force: true });
    await lab.startRouter();
    await eventually("it answers again", answers);
    router = await lab.connect("restart", { listen: [{ port: lab.http, path: "/app" }] });
    expect(await router.read()).to.deep.equal({ blue: 100 });
  });

  it("starts without a file that HAProxy does not accept, and says which", async () => {
    const other = await lab.connect("broken", { listen: [{ port: lab.http, path: "/broken" }] });
    await other.ensureGroup({});
    const exec = await lab.container("router").exec({
      Cmd: ["sh", "-c", "echo '  nonsense' >> /var/lib/anew/groups/g02.cfg"],
      AttachStdout: true,
    });
    const written = await exec.start({});
    await new Promise((resolve) => written.resume().on("end", resolve));
    await lab.container("router").restart({ t: 0 });
    await eventually("the other group answers", answers);
    const log = await lab.container("router").logs({ stderr: true, tail: 20 });
    expect(log.toString()).to.contain("left out /var/lib/anew/groups/g02.cfg");
    await other.removeGroup();
  });

  it("loses nothing when one of two replicas is killed", async () => {
    await router.shift({ blue: 100 });
    const load = new Load({ port: lab.http, path: "/app" });
    await load.more(100);
    await lab.container("blue-1").kill();
    await load.more(500);
    const { failures } = await load.stop();
    expect(failures).to.deep.equal([]);
    await eventually("it is reported", async () => !(await router.health("blue")).healthy);
    const { ready, of, detail } = await router.health("blue");
    expect([ready, of, detail]).to.deep.equal([
      1,
      2,
      "blue-1: its container does not run (its name does not resolve)",
    ]);
  });

  it("finds a server again that came back with another address, and never takes the one that has its old one", async () => {
    // Attached to the router as it runs: it did not learn the names at its start.
    await lab.attach(router, "violet", ["violet-0", "violet-1"]);
    await router.shift({ violet: 100 });
    const before = await addressOf("violet-1");
    await lab.container("violet-1").kill();
    await eventually("its name is gone", async () =>
      (await router.health("violet")).detail.includes("does not resolve"),
    );
    await eventually("its address is free", async () => (await addressOf("violet-1")) === "");
    // The address that became free goes to the next container that starts.
    await lab.attach(router, "thief");
    expect(await addressOf("thief")).to.equal(before);
    const load = new Load({ port: lab.http, path: "/app" });
    await load.more(200);
    await lab.container("violet-1").start();
    await lab.healthy(router, "violet");
    expect(await addressOf("violet-1")).not.to.equal(before);
    await load.more(200);
    const { failures, servedBy } = await load.stop();
    expect(failures).to.deep.equal([]);
    expect([...servedBy.keys()].sort()).to.deep.equal(["violet-0", "violet-1"]);
  });

  async function addressOf(name: string): Promise<string> {
    const { NetworkSettings } = await lab.container(name).inspect();
    return NetworkSettings.Networks[lab.prefix]?.IPAddress ?? "";
  }
});
