import { once } from "node:events";
import { get } from "node:http";
import type { Socket } from "node:net";
import type { Json, Session } from "@anew/core";
import { expect } from "chai";
import { type Load, startLoad } from "../../../../test/load/load";
import type { LoadLog } from "../../../../test/load/log-format";
import { hasFailed, summarize } from "../../../../test/load/summary";
import { pathOf } from "../../src/platform/paths";
import { eventually, Lab, pause } from "./support/lab";

/** Requests per second of each client: few enough that a port is not used again while the node still knows its old way. */
const RATE = 20;
/** How long after a shift the nodes may still send a new connection to the old pods, milliseconds. */
const PROPAGATION_MS = 3_000;
/** Moves of the traffic in a row; test/bench makes many. */
const ROUNDS = 2;
/** How many are sent before and after a move. */
const REQUESTS = 500;

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

  /** Gives a generation the traffic, and waits until the node has followed. */
  async function receives(id: string): Promise<void> {
    await session.router!.shift({ [id]: 100 });
    await eventually(`${id} answers`, async () => (await freshly(url)) === id);
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
    await receives("g0");
    load = await startLoad({ url, rate: RATE, maxSeconds: 240 });
    const moves: {
      readonly at: number;
      readonly shifted: number;
      readonly to: string;
      readonly drained: number;
    }[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const to = `g${round}`;
      await addHealthy(to);
      const at = Date.now();
      await session.router!.shift({ [to]: 100 });
      const shifted = Date.now() - at;
      expect(await session.router!.read()).to.deep.equal({ [to]: 100 });
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
      const add = (id: string) => addHealthy(id, { AT_END: atEnd });
      await Promise.all([`old-${atEnd}`, `new-${atEnd}`].map(add));
      await receives(`old-${atEnd}`);
      load = await startLoad({ url, rate: RATE, maxSeconds: 120 });
      await load.more(REQUESTS);
      await session.router!.shift({ [`new-${atEnd}`]: 100 });
      await retire(`old-${atEnd}`);
      await load.more(REQUESTS);
      const log = await load.stop();
      const failed = log.requests.filter(hasFailed);
      console.log(`      ${atEnd}: ${JSON.stringify(summarize(log, (body) => body))}`);
      // At most the one request that each kept connection had under way, or was about to send.
      const kept = failed.filter(({ keepAlive }) => keepAlive);
      expect(kept.length).to.be.at.most(4);
      // A pod that is gone leaves a connection half closed, and the node knows its way for some seconds. A new one from the
      // same port is sent there, too: Kubernetes forgets such ways for UDP only.
      const fresh = failed.filter(({ keepAlive }) => !keepAlive);
      expect(fresh.filter(({ status }) => status !== "EHOSTUNREACH")).to.deep.equal([]);
      expect(fresh.length).to.be.at.most(kept.length);
      await lab.removeGeneration(`new-${atEnd}`);
    });
  }

  it("keeps counting a slow request until it has been answered", async () => {
    await Promise.all([addHealthy("slow"), addHealthy("next")]);
    await receives("slow");
    const { connected, answer: slow } = open(`${url}slow?ms=6000`);
    await connected;
    await session.router!.shift({ next: 100 });
    await pause(PROPAGATION_MS + 500);
    expect(await session.router!.inFlight("slow")).to.equal(1);
    expect(await slow).to.equal("slow");
    await eventually("nothing is in flight", async () => (await session.router!.inFlight("slow")) === 0);
  });

  it("stops all new connections when the group's traffic is stopped", async () => {
    await session.stopTraffic();
    await eventually("nobody answers", async () => (await freshly(url)) === "ECONNREFUSED", PROPAGATION_MS);
  });
});

/** The answer over a connection of its own, or the code of the error. */
function freshly(url: string): Promise<string> {
  return open(url).answer;
}

/** A request over a connection of its own: from `connected` on, who answers is decided. */
function open(url: string): { readonly connected: Promise<unknown>; readonly answer: Promise<string> } {
  const sent = get(url, { agent: false });
  const connected = once(sent, "socket").then(([socket]) => once(socket as Socket, "connect"));
  connected.catch(() => {}); // told by the answer
  const answer = new Promise<string>((resolve) => {
    sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.on("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        body += piece;
      });
      response.on("end", () => resolve(body));
    });
  });
  return { connected, answer };
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
