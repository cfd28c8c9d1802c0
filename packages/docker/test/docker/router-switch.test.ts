import { connect, type Socket } from "node:net";
import { expect } from "chai";
import { requireDocker } from "../../../../test/setup";
import type { HaproxyRouter } from "../../src/router/haproxy-router";
import { RouterContainer } from "../../src/router/router-container";
import { RuntimeApi } from "../../src/router/runtime-api";
import { ask } from "../router-support/ask";
import { eventually } from "../router-support/eventually";
import { Lab } from "../router-support/lab";
import { Load } from "../router-support/load";

describe("the traffic of a group on a Docker host", function () {
  this.timeout(120_000);
  let lab: Lab;
  let router: HaproxyRouter;

  before(async function () {
    lab = await Lab.start(await requireDocker(this));
    router = await lab.connect("switch", { preview: { port: lab.preview } });
    await lab.attach(router, "blue", ["blue-0", "blue-1"]);
    await lab.attach(router, "green", ["green-0", "green-1"]);
    await router.shift({ blue: 100 });
  });
  after(() => lab?.remove());

  it("moves back and forth twenty times under load without a failed request", async () => {
    const load = new Load({ port: lab.http });
    await load.more(50);
    for (let i = 0; i < 20; i++) {
      await router.shift(i % 2 === 0 ? { green: 100 } : { blue: 100 });
      await load.more(40);
    }
    const { failures, servedBy } = await load.stop();
    expect(failures).to.deep.equal([]);
    expect([...servedBy.keys()].sort()).to.deep.equal(["blue-0", "blue-1", "green-0", "green-1"]);
  });

  it("moves before shift returns: no later request reaches the old generation", async () => {
    for (const [to, share] of [
      ["green", { green: 100 }],
      ["blue", { blue: 100 }],
    ] as const) {
      await router.shift(share);
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask({ port: lab.http })));
      expect(new Set(answers.map(({ body }) => body.slice(0, -2)))).to.deep.equal(new Set([to]));
    }
  });

  it("is split by percent, and read back as it was asked for", async () => {
    await router.shift({ blue: 75, green: 25 });
    expect(await router.read()).to.deep.equal({ blue: 75, green: 25 });
    expect(await router.written()).to.deep.equal({ blue: 75, green: 25 });
    const counts = { blue: 0, green: 0 };
    for (let i = 0; i < 200; i++) {
      const { body } = await ask({ port: lab.http });
      counts[body.slice(0, -2) as "blue" | "green"] += 1;
    }
    expect(counts.green).to.be.within(40, 60);
    await router.shift({ blue: 100 });
  });

  it("tells a change by hand from what was written", async () => {
    const api = new RuntimeApi(await RouterContainer.find({ host: lab.docker.host }, lab.routerId));
    await api.run([
      "set server g01/g01s01 weight 0",
      "set server g01/g01s02 weight 0",
      "set server g01/g01s03 weight 9",
    ]);
    api.close();
    expect(await router.read()).to.deep.equal({ green: 100 });
    expect(await router.written()).to.deep.equal({ blue: 100 });
    await router.shift({ blue: 100 });
    expect(await router.read()).to.deep.equal({ blue: 100 });
  });

  it("is refused to a generation without servers, and to percents that are not the whole", async () => {
    expect(await reasonOf(router.shift({ red: 100 }))).to.equal("conflict");
    expect(await reasonOf(router.shift({ blue: 60 }))).to.equal("input");
    expect(await reasonOf(router.shift({ blue: 150, green: -50 }))).to.equal("input");
    expect(await router.read()).to.deep.equal({ blue: 100 });
  });

  it("is proven to be drained: a slow request counts as in flight until it has ended", async () => {
    const slow = ask({ port: lab.http, path: "/slow?ms=8000" });
    await eventually("the slow request is in flight", async () => (await router.inFlight("blue")) === 1);
    await router.shift({ green: 100 });
    expect(await router.inFlight("blue")).to.equal(1);
    expect(await reasonOf(router.detach("green"))).to.equal("conflict");
    expect((await slow).body).to.match(/^blue-/);
    await eventually("nothing is in flight", async () => (await router.inFlight("blue")) === 0);
    await router.shift({ blue: 100 });
  });

  it("counts a WebSocket as in flight, and leaves it open through a switch", async () => {
    const socket = await upgrade(lab.http);
    try {
      expect(await echo(socket, "before")).to.equal("before");
      await router.shift({ green: 100 });
      expect(await echo(socket, "after")).to.equal("after");
      expect(await router.inFlight("blue")).to.equal(1);
    } finally {
      socket.destroy();
      await router.shift({ blue: 100 });
    }
    await eventually("the connection has ended", async () => (await router.inFlight("blue")) === 0);
  });

  it("shows the generation that waits at the preview address, and nothing when none does", async () => {
    expect((await ask({ port: lab.preview })).status).to.equal(404);
    await router.preview("green");
    await eventually("the preview answers", async () => (await ask({ port: lab.preview })).status === 200);
    expect((await ask({ port: lab.preview })).body).to.match(/^green-/);
    expect((await ask({ port: lab.http })).body).to.match(/^blue-/);
    expect(await router.read()).to.deep.equal({ blue: 100 });
    await router.preview("blue");
    await eventually("it shows the other", async () =>
      (await ask({ port: lab.preview })).body.startsWith("blue"),
    );
    await router.preview(undefined);
    expect((await ask({ port: lab.preview })).status).to.equal(404);
  });

  it("is counted per generation: requests, failed ones and latencies since the last call", async () => {
    const other = await lab.connect("switch");
    for (const one of [router, other]) {
      await one.sample("blue");
      await one.sample("green");
    }
    for (let i = 0; i < 10; i++) await ask({ port: lab.http });
    for (let i = 0; i < 3; i++) await ask({ port: lab.http, path: "/broken" });
    await ask({ port: lab.http, path: "/slow?ms=300" });
    // The counters are written just after the answer's last byte.
    await eventually("all have ended", async () => (await router.inFlight("blue")) === 0);
    for (const one of [router, other]) {
      const sample = await one.sample("blue");
      expect([sample.requests, sample.failures, sample.latenciesMs.length]).to.deep.equal([14, 3, 14]);
      expect(Math.max(...sample.latenciesMs)).to.be.at.least(299);
      expect(await one.sample("green")).to.deep.equal({ requests: 0, failures: 0, latenciesMs: [] });
    }
    expect((await router.sample("blue")).requests).to.equal(0);
  });

  it("is forgotten with its generation: detach takes it out, and its places are used again", async () => {
    for (let i = 0; i < 3; i++) {
      await lab.attach(router, `gone${i}`, [`gone${i}-0`]);
      expect(await router.attached()).to.deep.equal(["blue", "green", `gone${i}`]);
      await router.detach(`gone${i}`);
      await router.detach(`gone${i}`);
    }
    expect(await router.attached()).to.deep.equal(["blue", "green"]);
    expect(await router.health("gone0")).to.include({ healthy: false, of: 0 });
  });

  it("reaches a server whose place lost its address when the last one was killed", async () => {
    await lab.attach(router, "early");
    await lab.container("early").kill();
    await eventually("its place has no address", async () =>
      (await router.health("early")).detail.includes("does not resolve"),
    );
    const late = await lab.serveAt(8081, "late");
    await router.detach("early");
    await router.attach("late", late);
    await lab.healthy(router, "late");
    await router.shift({ late: 100 });
    expect((await ask({ port: lab.http })).body).to.equal("late");
    await router.shift({ blue: 100 });
    await router.detach("late");
  });

  it("is not promised to a new server because its place held a healthy one before", async () => {
    await lab.attach(router, "well");
    await router.detach("well");
    await router.ensureGroup({ path: "/broken" });
    await router.attach("ill", await lab.serve("ill"));
    expect((await router.health("ill")).healthy).to.equal(false);
    await eventually("it was checked", async () => (await router.health("ill")).detail.includes("L7STS/500"));
    await router.detach("ill");
  });

  it("ends when nothing has a share: 503, in plain words", async () => {
    await router.shift({});
    const { status, body } = await ask({ port: lab.http });
    expect([status, body]).to.deep.equal([503, "503: nothing that serves this address is ready.\n"]);
    expect(await router.read()).to.deep.equal({});
    await router.shift({ blue: 100 });
  });
});

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "nothing was refused",
    (error: { reason?: string }) => error.reason ?? String(error),
  );
}

/** A connection that has been upgraded. */
function upgrade(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.write("GET /echo HTTP/1.1\r\nHost: any\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
    });
    socket.once("error", reject);
    socket.once("data", (head) => {
      if (head.toString().startsWith("HTTP/1.1 101")) resolve(socket);
      else reject(new Error(head.toString()));
    });
  });
}

function echo(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once("close", () => reject(new Error("the connection was cut")));
    socket.once("data", (data) => resolve(data.toString()));
    socket.write(text);
  });
}
