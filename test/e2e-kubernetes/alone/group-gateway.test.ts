import type { BlueGreenGroupArgs } from "@anew/kubernetes";
import { expect } from "chai";
import { type Gateway, type Prometheus, requireGateway, startPrometheus } from "../../cluster";
import { expectSuccess, stepsOf } from "../../e2e/support/steps";
import { ask } from "../../e2e/support/traffic";
import { type Load, startLoad } from "../../load/load";
import { hasFailed, summarize } from "../../load/summary";
import { requireDocker, waitFor } from "../../setup";
import { answered, generationOf } from "../support/answered";
import { Mover } from "../support/mover";
import type { Program } from "../support/programs";
import { KubernetesStack } from "../support/stack";
import { strayAnswers } from "../support/stray-answers";

/** How long the gateway may take to follow its route, milliseconds. */
const FOLLOWED_WITHIN = 1500;
/** Requests that each of the eight clients sends in a second. */
const RATE = 30;
const REQUESTS = 300;

const GRADUAL = { kind: "gradual", steps: [20, 100], every: "5 seconds" } as const;

describe("a BlueGreenGroup at a Gateway", function () {
  this.timeout(300_000);
  let gateway: Gateway;
  let prometheus: Prometheus;
  let stack: KubernetesStack;
  let mover: Mover;
  let load: Load | undefined;
  /** What the next version has beside its number. */
  let args: Partial<BlueGreenGroupArgs> = {};

  const program = (version: number): Program => {
    const { env, ...more } = args;
    return {
      groups: {
        web: {
          args: {
            env: { VERSION: String(version), LAST_FOR: "600", ...env },
            gateway: { name: "public" },
            listen: { port: gateway.port, path: `/${stack.namespace}` },
            keep: 1,
            ...more,
          },
        },
      },
    };
  };
  const failures = async () => (await load?.stop())?.requests.filter(hasFailed);

  before(async function () {
    const required = await requireGateway(this);
    gateway = required.gateway;
    prometheus = await startPrometheus(required.cluster.own, gateway);
    stack = await KubernetesStack.create(required.cluster, await requireDocker(this));
    await stack.apply({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: { name: "public" },
      spec: {
        gatewayClassName: gateway.className,
        listeners: [{ name: "http", protocol: "HTTP", port: gateway.port }],
      },
    });
    mover = new Mover(stack, "web", program, `${gateway.url}/${stack.namespace}`);
    await mover.begin();
  });

  beforeEach(async () => {
    args = {};
    load = await startLoad({ url: mover.url, rate: RATE });
  });

  afterEach(() => load?.stop());

  after(() => stack?.remove());

  it("divides the requests by its steps, then sends each to the new generation, kept connections too", async () => {
    args = { traffic: GRADUAL };
    const move = await mover.release();
    await load?.more(REQUESTS);
    const log = await load?.stop();
    if (log === undefined) throw new Error("there was no load");
    expect(log.requests.filter(hasFailed)).to.deep.equal([]);
    const step = answered(log).filter(({ at }) => at > move.committed - 4000 && at < move.committed - 1500);
    const share = step.filter(({ generation }) => generation === move.to).length / step.length;
    expect(share, `of ${step.length} requests in the first step`).to.be.within(0.1, 0.3);
    expect(strayAnswers(log, [move], "all", FOLLOWED_WITHIN)).to.deep.equal([]);
  });

  it("rolls back by its switch alone, after which no kept connection reaches the other generation", async () => {
    const move = await mover.rollBack();
    await load?.more(REQUESTS);
    await waitFor(() => Date.now() > move.committed + 2 * FOLLOWED_WITHIN, 2 * FOLLOWED_WITHIN);
    const log = await load?.stop();
    if (log === undefined) throw new Error("there was no load");
    expect(move.steps).to.deep.equal(["update Switch web-switch"]);
    expect(log.requests.filter(hasFailed)).to.deep.equal([]);
    expect(strayAnswers(log, [move], "all", FOLLOWED_WITHIN)).to.deep.equal([]);
  });

  it("takes the traffic back when a query of Prometheus breaks its limit, and says which", async () => {
    const query = 'sum(increase(traefik_service_requests_total{service=~".*$generation.*",code="500"}[10s]))';
    const queries = [{ name: "failed requests", query, max: 3 }];
    const bake = { for: "30 seconds", prometheus: { url: prometheus.url, queries } } as const;
    const before = (await ask(mover.url)).generation;
    const result = await stack.up(bad({ env: { ERRORS: "1" }, traffic: GRADUAL, bake }));
    expect(result.error).to.match(/broke its limits: failed requests/);
    expect(result.error).to.match(/reverted to/);
    const reverted = Date.now();
    await load?.more(REQUESTS);
    await waitFor(() => Date.now() > reverted + 2 * FOLLOWED_WITHIN, 2 * FOLLOWED_WITHIN);
    const log = await load?.stop();
    if (log === undefined) throw new Error("there was no load");
    const after = summarize(log, generationOf, { from: reverted + FOLLOWED_WITHIN });
    expect(after.failures).to.deep.equal({});
    expect(Object.keys(after.by)).to.deep.equal([before]);
    // Those that failed were the new generation's, all of the first step.
    const { failures } = summarize(log, generationOf);
    expect(Object.keys(failures)).to.deep.equal(["500"]);
    expect(failures["500"]).to.be.lessThan(log.requests.length * 0.3);
    await goesBack();
  });

  it("shifts nothing when the hook before the switch fails, with the hook's own words", async () => {
    const command = ["node", "-e", "console.log('column exists'); process.exit(7)"];
    const before = (await ask(mover.url)).generation;
    const result = await stack.up(bad({ hooks: { beforeSwitch: { command } } }));
    expect(result.error).to.match(/the hook before the switch failed/);
    expect(result.error).to.contain("column exists").and.to.contain("nothing was shifted");
    const log = await load?.stop();
    expect(
      new Set(answered(log ?? { requests: [], bodies: [] }).map(({ generation }) => generation)),
    ).to.deep.equal(new Set([before]));
    await goesBack();
  });

  it("takes the traffic back when the hook after the switch fails", async () => {
    const command = ["node", "-e", "console.log('no login'); process.exit(1)"];
    const before = (await ask(mover.url)).generation;
    const result = await stack.up(bad({ hooks: { afterSwitch: { command } } }));
    expect(result.error).to.match(/the hook after the switch failed/);
    expect(result.error).to.contain("no login").and.to.contain("reverted to");
    expect(await waitFor(async () => (await ask(mover.url)).generation === before, FOLLOWED_WITHIN)).to.equal(
      true,
    );
    expect(await failures()).to.deep.equal([]);
    await goesBack();
  });

  it("releases when its hooks end well, each once", async () => {
    const command = (word: string) => ["node", "-e", `console.log(${JSON.stringify(word)})`];
    args = {
      hooks: { beforeSwitch: { command: command("migrated") }, afterSwitch: { command: command("tested") } },
    };
    const move = await mover.release();
    expect((await ask(mover.url)).generation).to.equal(move.to);
    expect(await failures()).to.deep.equal([]);
    expect(
      await waitFor(async () => (await stack.kubectl("get", "jobs", "-o", "name")) === "", 20_000),
    ).to.equal(true);
  });

  for (const [how, finish] of [
    ["completed by the next update", () => mover.release()],
    ["taken back by a rollback", () => stack.up(mover.current)],
  ] as const) {
    it(`killed between two steps is ${how}, without a lost request`, async () => {
      args = { traffic: GRADUAL };
      const old = (await ask(mover.url)).generation;
      const running = stack.start("up", mover.next);
      const shared = async () => (await ask(mover.url)).generation !== old;
      expect(await waitFor(shared, 60_000)).to.equal(true);
      process.kill(running.pid, "SIGKILL");
      expect((await running.result).exitCode).to.equal(137);
      await stack.unlock();
      await finish();
      await load?.more(REQUESTS);
      expect(await failures()).to.deep.equal([]);
      const route = JSON.parse(await stack.kubectl("get", "httproute", "web", "-o", "json"));
      const weights = route.spec.rules[0].backendRefs.filter(({ weight }: { weight: number }) => weight > 0);
      expect(weights).to.have.length(1);
      expect(weights[0].name).to.contain((await ask(mover.url)).generation);
    });
  }

  /** The program of a version that is not to stay. */
  function bad(more: Partial<BlueGreenGroupArgs>): Program {
    args = more;
    return mover.next;
  }

  /** The next update with the old arguments clears away; of what serves, it records at most that there are no hooks any more. */
  async function goesBack(): Promise<void> {
    args = {};
    const result = await stack.up(mover.current);
    expectSuccess(result);
    const others = stepsOf(result).filter((step) => !/^(delete|update Gate) /.test(step));
    expect(others).to.deep.equal([]);
  }
});
