import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { type MetricQuery, Prometheus } from "../../src/provider/prometheus";

/** A Prometheus that knows the answers to some queries, in the API's own form. */
async function fakePrometheus(answers: Readonly<Record<string, object>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    const query = url.searchParams.get("query") ?? "";
    asked.push(`${url.pathname} ${query}`);
    const data = answers[query];
    const body = data
      ? { status: "success", data }
      : { status: "error", errorType: "bad_data", error: "parse error: unexpected end of input" };
    response.writeHead(data ? 200 : 400, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const vector = (...values: string[]) => ({
  resultType: "vector",
  result: values.map((value) => ({ metric: {}, value: [1_700_000_000, value] })),
});

describe("limits on what a Prometheus measures", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function broken(answers: Readonly<Record<string, object>>, ...queries: MetricQuery[]) {
    const prometheus = await fakePrometheus(answers);
    server = prometheus.server;
    const plan = { url: `${prometheus.url}/`, queries };
    return { ...prometheus, broken: () => new Prometheus(plan, "3f2a91c0", {}).broken() };
  }

  it("asks about the generation by its id", async () => {
    const query = 'errors{generation="$generation"}';
    const asking = await broken({ 'errors{generation="3f2a91c0"}': vector("0") }, { query, max: 0 });
    expect(await asking.broken()).to.deep.equal([]);
    expect(asking.asked).to.deep.equal(['/api/v1/query errors{generation="3f2a91c0"}']);
  });

  it("names every limit that is broken, of every series", async () => {
    const answers = { rate: vector("0.02", "0.001", "0.5"), up: { resultType: "scalar", result: [1, "0"] } };
    const { broken: limits } = await broken(
      answers,
      { name: "error rate", query: "rate", max: 0.01 },
      { query: "up", min: 1 },
    );
    expect(await limits()).to.deep.equal([
      "error rate is 0.02, allowed 0.01",
      "error rate is 0.5, allowed 0.01",
      "up is 0, at least 1",
    ]);
  });

  it("concludes nothing from no value", async () => {
    const answers = { none: vector(), nan: vector("NaN") };
    const { broken: limits } = await broken(answers, { query: "none", max: 0 }, { query: "nan", min: 1 });
    expect(await limits()).to.deep.equal([]);
  });

  it("takes infinity for what it is", async () => {
    const { broken: limits } = await broken({ ratio: vector("+Inf") }, { query: "ratio", max: 2 });
    expect(await limits()).to.deep.equal(["ratio is Infinity, allowed 2"]);
  });

  it("says what Prometheus says about a query that is none", async () => {
    const { url, broken: limits } = await broken({}, { query: "sum(", max: 0 });
    const error = await limits().catch((reason: Error) => reason.message);
    expect(error).to.equal(
      `Prometheus at ${url}/ does not answer "sum(": parse error: unexpected end of input`,
    );
  });

  it("says what to do about one that is down", async () => {
    const prometheus = await fakePrometheus({});
    prometheus.server.close();
    await once(prometheus.server, "close");
    const plan = { url: prometheus.url, queries: [{ query: "up", min: 1 }] };
    const error = await new Prometheus(plan, "g", {}).broken().catch((reason: Error) => reason.message);
    expect(error).to.match(/can't be reached: .*ECONNREFUSED.*correct bake\.prometheus\.url$/);
  });

  it("is asked through the platform where only that reaches it", async () => {
    const urls: string[] = [];
    const session = {
      fetch: async (url: URL) => {
        urls.push(url.href);
        return { status: 200, body: JSON.stringify({ status: "success", data: vector("7") }) };
      },
    };
    const plan = { url: "http://prometheus.monitoring.svc:9090", queries: [{ query: "x", max: 5 }] };
    expect(await new Prometheus(plan, "g", session).broken()).to.deep.equal(["x is 7, allowed 5"]);
    expect(urls).to.deep.equal(["http://prometheus.monitoring.svc:9090/api/v1/query?query=x"]);
  });
});
