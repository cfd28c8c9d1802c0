import { expect } from "chai";
import { requireDocker, waitFor } from "../setup";
import type { Program } from "./support/programs";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";
import { ask, request, Traffic } from "./support/traffic";

describe("how the traffic of a BlueGreenGroup moves", function () {
  this.timeout(300_000);
  let stack: TestStack;

  const program = (env: Record<string, string>, more: object = {}): Program => ({
    groups: {
      web: {
        args: {
          env,
          keep: 0,
          listen: { port: stack.port },
          preview: { port: stack.ports[1] as number },
          ...more,
        },
      },
    },
  });
  const gradual = (bake: object) => ({
    traffic: { kind: "gradual", steps: [20, 100], every: "2 seconds" },
    bake: { for: "2 seconds", ...bake },
  });

  before(async function () {
    stack = await TestStack.create(await requireDocker(this), 2);
    expectSuccess(await stack.up(program({ VERSION: "1" })));
  });

  after(() => stack?.remove());

  it("shows a generation at the preview address before it has any traffic, and nothing there afterwards", async () => {
    const preview = `http://127.0.0.1:${stack.ports[1]}/`;
    expect((await request(preview)).status).to.equal(404);
    const running = stack.start("up", program({ VERSION: "2" }, gradual({})));
    let seen: string | undefined;
    const shown = await waitFor(async () => {
      const { status, body } = await request(preview);
      if (status !== 200) return false;
      seen = body;
      return true;
    }, 40_000);
    expect(shown).to.equal(true);
    expect(JSON.parse(seen as string)).to.include({ version: "2" });
    expectSuccess(await running.result);
    expect((await request(preview)).status).to.equal(404);
    expect((await ask(stack.url)).version).to.equal("2");
  });

  it("moves in steps, and goes back by itself when the new generation breaks a limit", async () => {
    const traffic = await Traffic.start(stack.url);
    try {
      const bad = program({ VERSION: "3", ERRORS: "0.5" }, gradual({ maxErrorRate: 0.1, minRequests: 10 }));
      const result = await stack.up(bad);
      expect(result.exitCode).not.to.equal(0);
      expect(result.error).to.match(/broke its limits: error rate .* allowed 10 %; reverted to/);
      expect(await ask(stack.url)).to.include({ version: "2" });
      const { by, failures } = await traffic.stop();
      // What the new generation itself has failed, and nothing else.
      expect(Object.keys(failures)).to.deep.equal(["500"]);
      expect(by["2"]).to.be.greaterThan(by["3"] as number);
    } finally {
      await traffic.stop();
    }
    const back = await stack.up(program({ VERSION: "2" }, { ...gradual({}), drainTimeout: "20 seconds" }));
    expectSuccess(back);
    expect(stepsOf(back).filter((step) => step.startsWith("create"))).to.deep.equal([]);
    expect(await stack.generations()).to.have.length(1);
  });

  it("lets a slow request end before it removes the generation that answers it", async () => {
    // The drain's timeout is the old generation's own: 20 seconds, from the last update that declared it.
    const slow = ask(`${stack.url}?ms=9000`);
    const result = await stack.up(program({ VERSION: "4" }, { drainTimeout: "1 second" }));
    expectSuccess(result);
    expect((await slow).version, result.output).to.equal("2");
    expect(result.output).to.match(/drained \w{8} in [\d.]+ s: 0 requests in flight/);
  });

  it("cuts off what outlasts the drain's timeout and says so; what can be repeated, the new generation answers", async () => {
    const url = `${stack.url}?ms=60000&version=4`;
    const slow = [request(url, { method: "POST" }), ask(url)] as const;
    const result = await stack.up(program({ VERSION: "5" }));
    expectSuccess(result);
    expect(result.output).to.match(/drain timeout after [\d.]+ s: 2 requests of \w{8} are cut off/);
    expect((await slow[0]).status).to.equal(502);
    expect((await slow[1]).version).to.equal("5");
  });
});
