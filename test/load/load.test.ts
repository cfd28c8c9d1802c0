import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { expect } from "chai";
import { startLoad } from "./load";
import { parseLog, requestLine } from "./log-format";
import { percentile, summarize } from "./summary";

describe("the load generator", function () {
  this.timeout(30_000);
  let server: Server;
  let sockets: Set<Socket>;
  let answer: (count: number) => { status: number; body: string } | "reset";

  beforeEach(async () => {
    sockets = new Set();
    let count = 0;
    server = createServer((_request, response) => {
      const given = answer(count++);
      if (given === "reset") response.destroy();
      else response.writeHead(given.status).end(given.body);
    });
    server.on("connection", (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const who = (body: string): string => body;

  it("keeps four connections, opens one for each request of four more clients, and counts who answered", async () => {
    answer = (count) => ({ status: 200, body: count % 2 === 0 ? "blue" : "green" });
    const load = await startLoad({ url: url(), maxRequests: 80 });
    const log = await load.stop();
    const summary = summarize(log, who);
    expect(summary.requests).to.be.at.least(8);
    expect(summary.failed).to.equal(0);
    expect(summary.p99).to.be.at.least(summary.p50);
    expect((summary.by.blue ?? 0) + (summary.by.green ?? 0)).to.equal(summary.requests);
    const fresh = log.requests.filter(({ keepAlive }) => !keepAlive).length;
    expect(sockets.size).to.equal(4 + fresh);
    expect(log.requests.filter(({ reused }) => !reused)).to.have.length(sockets.size);
  });

  it("counts errors of the connection and of the server as failed, by kind", async () => {
    answer = (count) => (count % 4 === 0 ? "reset" : { status: count % 4 === 1 ? 503 : 200, body: "x" });
    const load = await startLoad({ url: url(), maxRequests: 40 });
    const summary = summarize(await load.stop(), who);
    expect(summary.failed).to.be.greaterThan(0);
    expect(Object.keys(summary.failures)).to.have.members(["ECONNRESET", "503"]);
    expect(summary.failed).to.equal(summary.requests - (summary.by.x ?? 0));
  });

  it("ends by itself after so many requests", async () => {
    answer = () => ({ status: 200, body: "x" });
    const load = await startLoad({ url: url(), maxRequests: 20, rate: 1000 });
    const wanted = (): boolean => load.soFar().requests.length === 20;
    while (!wanted()) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await load.stop()).requests).to.have.length(20);
  });

  it("refuses any address but loopback", async () => {
    answer = () => ({ status: 200, body: "x" });
    let error: unknown;
    await startLoad({ url: "http://localhost:1/" }).catch((caught: unknown) => {
      error = caught;
    });
    expect(String(error)).to.contain("127.0.0.1 only, not to localhost");
  });

  it("reads its log back as it was written", () => {
    const request = {
      at: 1700000000123.4,
      latency: 1.25,
      keepAlive: true,
      reused: true,
      status: "200",
      body: 0,
    };
    expect(parseLog(`b "{\\"a\\":1}"\n${requestLine(request)}`)).to.deep.equal({
      requests: [request],
      bodies: ['{"a":1}'],
    });
  });

  it("takes the nearest rank for a percentile", () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect([0.5, 0.99, 1].map((fraction) => percentile(hundred, fraction))).to.deep.equal([50, 99, 100]);
    expect(percentile([], 0.99)).to.equal(0);
  });
});
