import type { Json, Session } from "@anew/core";
import { expect } from "chai";
import { requireGateway } from "../../../../../test/cluster";
import { type Load, startLoad } from "../../../../../test/load/load";
import { hasFailed, summarize } from "../../../../../test/load/summary";
import { pathOf } from "../../../src/platform/paths";
import { preflight } from "../../../src/preflight";
import { eventually, failureOf, Lab, pause } from "../support/lab";

/** How long a gateway may take to follow its route, milliseconds. */
const FOLLOW_MS = 3_000;

describe("the switch of an HTTPRoute on a real cluster, under load", function () {
  this.timeout(180_000);
  let lab: Lab;
  let session: Session;
  let url: string;
  let load: Load | undefined;

  before(async function () {
    const { className, port } = (await requireGateway(this)).gateway;
    lab = await Lab.open(this);
    const gateways = "gateway.networking.k8s.io/v1";
    await lab.api.create(pathOf("gateways", lab.namespace), {
      apiVersion: gateways,
      kind: "Gateway",
      metadata: { name: "public" },
      spec: {
        gatewayClassName: className,
        listeners: [{ name: "http", protocol: "HTTP", port }],
      },
    });
    await lab.api.create(pathOf("httproutes", lab.namespace), {
      apiVersion: gateways,
      kind: "HTTPRoute",
      metadata: { name: "web" },
      spec: { parentRefs: [{ name: "public" }] },
    });
    url = `http://127.0.0.1:${port}/`;
    session = await lab.open({ kind: "gateway" });
  });

  afterEach(async () => {
    await load?.stop();
    load = undefined;
  });

  after(async () => {
    await session?.close();
    await lab?.remove();
  });

  async function addHealthy(id: string): Promise<Json> {
    const identity = await lab.addGeneration(id);
    await session.join(id, identity);
    await eventually(`${id} is healthy`, async () => (await session.health(id, identity)).healthy);
    return identity;
  }

  it("moves the traffic in steps, keep-alive connections too, and loses no request", async () => {
    await addHealthy("g0");
    await session.router!.shift({ g0: 100 });
    await eventually("it answers", async () => (await fetch(url)).status === 200);
    load = await startLoad({ url, maxSeconds: 120 });
    for (const [from, to] of [
      ["g0", "g1"],
      ["g1", "g2"],
    ] as const) {
      await addHealthy(to);
      const at = Date.now();
      await session.router!.shift({ [from]: 80, [to]: 20 });
      expect(await session.router!.read()).to.deep.equal({ [from]: 80, [to]: 20 });
      await pause(FOLLOW_MS);
      const half = Date.now();
      await session.router!.shift({ [to]: 100 });
      const done = Date.now();
      await pause(FOLLOW_MS);
      await eventually("it is drained", async () => (await session.router!.inFlight(from)) === 0, 20_000);
      await session.leave(from);
      const log = load.soFar();
      const step = summarize(log, (body) => body, { from: at + 1_500, to: half });
      const after = summarize(log, (body) => body, { from: done + 1_500 });
      console.log(
        `      ${JSON.stringify({ shift: done - half, step: step.by, after: after.by, p99: after.p99 })}`,
      );
      expect((step.by[to] ?? 0) / step.requests).to.be.within(0.1, 0.3);
      expect(after.by).to.have.all.keys(to);
      await lab.removeGeneration(from);
    }
    const log = await load.stop();
    console.log(`      ${JSON.stringify(summarize(log, (body) => body))}`);
    expect(log.requests.filter(hasFailed)).to.deep.equal([]);
  });

  it("says when its gateway does not accept it", async () => {
    await lab.api.patch(pathOf("httproutes", lab.namespace, "web"), {
      spec: { parentRefs: [{ name: "public", sectionName: "no-such-listener" }] },
    });
    const why = await failureOf(session.router!.shift({ g2: 100 }));
    expect(why).to.contain(
      `HTTPRoute ${lab.namespace}/web takes no traffic: Gateway public does not accept it`,
    );
  });

  it("is asked before anything is declared: what is there, and what is not", async () => {
    const ask = async (name: string) =>
      (await preflight({ kubeconfig: lab.kubeconfig }, { namespace: lab.namespace, gateway: { name } })).map(
        ({ property, given }) => ({ property, given }),
      );
    expect(await ask("public")).to.deep.equal([]);
    expect(await ask("private")).to.deep.equal([{ property: "gateway.name", given: "private" }]);
  });
});
