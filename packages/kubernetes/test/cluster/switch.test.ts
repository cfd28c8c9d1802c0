import { get } from "node:http";
import type { Json, Session } from "@anew/core";
import { expect } from "chai";
import { type Load, startLoad } from "../../../../test/load/load";
import type { LoadLog } from "../../../../test/load/log-format";
import { hasFailed, summarize } from "../../../../test/load/summary";
import { pathOf } from "../../src/platform/paths";
import { eventually, Lab, pause } from "./support/lab";

/**
 * Requests per second of each client. With 4 of them that open a connection for each request, a port of theirs is used
 * again after minutes only. Sooner, it could meet what the node's connection tracking still keeps of an old connection
 * that a pod's end has cut off, for up to two minutes: the way to that pod, which is gone.
 */
const RATE = 20;

/** How long after a shift the nodes may still send a new connection to the old pods, milliseconds. */
const PROPAGATION_MS = 3_000;

describe("the switch on a real cluster, under load", function () {
  this.timeout(300_000);
  let lab: Lab;
  let session: Session;
  let url: string;
  let load: Load | undefined;
  const identities = new Map<string, Json>();

  before(async function () {
    lab = await Lab.open(this);
    url = `http://127.0.0.1:${await lab.addService()}/`;
    session = await lab.open({ inFlight: { path: "/metrics", port: 8080, metric: "requests_in_flight" } });
  });

  afterEach(async () => {
    await load?.stop();
    load = undefined;
  });

  after(async () => {
    await session?.close();
    await lab?.remove();
  });

  async function addHealthy(id: string, env: Record<string, string> = {}): Promise<void> {
    const identity = await lab.addGeneration(id, { replicas: 2, env });
    identities.set(id, identity);
    await eventually(`${id} is healthy`, async () => (await session.health(id, identity)).healthy);
  }

  /** Drains and removes a generation as its gate's delete and Pulumi do; waits until its pods are gone. */
  async function retire(id: string): Promise<number> {
    const start = Date.now();
    await eventually(
      `${id} is drained`,
      async () => (await session.router!.inFlight(id)) === 0,
      20_000,
    ).catch(() => {});
    const drained = Date.now() - start;
    await lab.removeGeneration(id);
    const labels = { "dev.anew.generation": id };
    await eventually(
      "its pods are gone",
      async () => (await lab.api.list(pathOf("pods", lab.namespace), { labels })).length === 0,
    );
    return drained;
  }

  it("moves all new connections within the time that a drain waits, and loses no request", async () => {
    await addHealthy("g0");
    await session.router!.shift({ g0: 100 });
    await pause(1_000);
    load = await startLoad({ url, rate: RATE, maxSeconds: 240 });
    const moves: {
      readonly at: number;
      readonly shifted: number;
      readonly to: string;
      readonly drained: number;
    }[] = [];
    for (let round = 1; round <= 3; round++) {
      const to = `g${round}`;
      await addHealthy(to);
      const at = Date.now();
      await session.router!.shift({ [to]: 100 });
      const shifted = Date.now() - at;
      expect(await session.router!.read()).to.deep.equal({ [to]: 100 });
      await pause(PROPAGATION_MS);
      moves.push({ at, shifted, to, drained: await retire(`g${round - 1}`) });
    }
    const log = await load.stop();
    for (const move of moves) console.log(`      ${JSON.stringify({ ...move, ...followed(log, move) })}`);
    console.log(`      ${JSON.stringify(summarize(log, (body) => body))}`);
    for (const { at, to } of moves) {
      const late = log.requests.filter(
        (one) =>
          !one.keepAlive &&
          one.at > at + PROPAGATION_MS &&
          log.bodies[one.body ?? -1] === `g${Number(to.slice(1)) - 1}`,
      );
      expect(late, `new connections to the old pods long after ${to} had the traffic`).to.deep.equal([]);
    }
    expect(log.requests.filter(hasFailed)).to.deep.equal([]);
  });

  for (const atEnd of ["close", "exit"]) {
    it(`is measured with programs that ${atEnd} at their end: the keep-alive connections that are cut off`, async () => {
      await addHealthy(`old-${atEnd}`, { AT_END: atEnd });
      await addHealthy(`new-${atEnd}`, { AT_END: atEnd });
      await session.router!.shift({ [`old-${atEnd}`]: 100 });
      await pause(PROPAGATION_MS);
      load = await startLoad({ url, rate: RATE, maxSeconds: 120 });
      await pause(2_000);
      const shifted = Date.now();
      await session.router!.shift({ [`new-${atEnd}`]: 100 });
      await retire(`old-${atEnd}`);
      await pause(2_000);
      const log = await load.stop();
      const failed = log.requests
        .filter(hasFailed)
        .map((request) => ({ ...request, afterShift: Math.round(request.at - shifted) }));
      console.log(`      ${atEnd}: ${JSON.stringify(summarize(log, (body) => body))}`);
      // At most the one request that each kept connection had under way, or was about to send.
      expect(failed.filter((one) => !one.keepAlive)).to.deep.equal([]);
      expect(failed.length).to.be.at.most(4);
      await lab.removeGeneration(`new-${atEnd}`);
    });
  }

  it("keeps counting a slow request until it has been answered", async () => {
    await addHealthy("slow");
    await addHealthy("next");
    await session.router!.shift({ slow: 100 });
    await pause(PROPAGATION_MS);
    const slow = freshly(`${url}slow?ms=8000`);
    await pause(500);
    await session.router!.shift({ next: 100 });
    await pause(PROPAGATION_MS + 500);
    expect(await session.router!.inFlight("slow")).to.equal(1);
    expect(await slow).to.equal("slow");
    expect(await session.router!.inFlight("slow")).to.equal(0);
  });

  it("stops all new connections when the group's traffic is stopped", async () => {
    await session.stopTraffic();
    await pause(1_000);
    const outcome = await freshly(url);
    expect(outcome).to.equal("ECONNREFUSED");
  });
});

/** The answer over a connection of its own, or the code of the error. */
function freshly(url: string): Promise<string> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        body += piece;
      });
      response.on("end", () => resolve(body));
    }).on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

/** From the write to the first new connection that the new pods answered, and to the last one that the old did. */
function followed(log: LoadLog, { at, to }: { readonly at: number; readonly to: string }): object {
  const fresh = log.requests.filter((one) => !one.keepAlive);
  const by = (body: number | undefined) => log.bodies[body ?? -1];
  const first = fresh.find((one) => by(one.body) === to);
  const old = fresh.filter((one) => by(one.body) === `g${Number(to.slice(1)) - 1}`);
  const kept = log.requests.filter((one) => one.keepAlive && by(one.body) === `g${Number(to.slice(1)) - 1}`);
  const since = (one: { at: number } | undefined) =>
    one === undefined ? undefined : Math.round(one.at - at);
  return { firstNew: since(first), lastOld: since(old.at(-1)), lastKept: since(kept.at(-1)) };
}
