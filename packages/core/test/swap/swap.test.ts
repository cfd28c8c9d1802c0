import { expect } from "chai";
import type { Split } from "../../src/router";
import { runSwap, type SwapHooks, type SwapPlan } from "../../src/swap/swap";
import { SwapError } from "../../src/swap/swap-error";
import { SimulatedRouter } from "./simulated-router";
import { VirtualClock } from "./virtual-clock";

const instant: SwapPlan = {
  target: "new",
  last: { old: 100 },
  traffic: { kind: "instant" },
  unexpectedSplit: "refuse",
  sampleEveryMs: 1_000,
};

async function swap(
  router: SimulatedRouter,
  plan: SwapPlan,
  clock = new VirtualClock(),
  hooks: SwapHooks = {},
) {
  const outcome = await clock.run(runSwap(plan, router, clock, undefined, hooks));
  if (outcome === "stuck") {
    throw new Error("the swap waits for something that never comes");
  }
  return outcome;
}

function failure(outcome: { value: unknown } | { error: unknown }): SwapError {
  expect(outcome).to.have.property("error");
  const error = (outcome as { error: unknown }).error;
  expect(error).to.be.instanceOf(SwapError);
  return error as SwapError;
}

describe("swap", () => {
  it("moves all the traffic at once and leaves nothing with the old generation", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
    expect(await swap(router, instant)).to.deep.equal({ value: { moved: true, from: { old: 100 } } });
    expect(router.splits).to.deep.equal([{ old: 100 }, { new: 100 }]);
  });

  it("does nothing when the target is what was released and has the traffic", async () => {
    const router = new SimulatedRouter({ new: 100 }, ["new"]);
    expect(await swap(router, { ...instant, last: { new: 100 } })).to.deep.equal({
      value: { moved: false, from: { new: 100 } },
    });
    expect(router.calls).to.deep.equal(["read", "read"]);
  });

  it("takes the steps of a gradual swap in order, and waits after each but the last", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
    const clock = new VirtualClock();
    await swap(
      router,
      { ...instant, traffic: { kind: "gradual", steps: [10, 50, 100], everyMs: 30_000 } },
      clock,
    );
    expect(router.splits).to.deep.equal([
      { old: 100 },
      { new: 10, old: 90 },
      { new: 50, old: 50 },
      { new: 100 },
    ]);
    expect(clock.now()).to.equal(60_000);
  });

  it("refuses a target that the router does not report healthy, and shifts nothing", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old"]);
    const error = failure(await swap(router, instant));
    expect(error.failure).to.equal("refused");
    expect(error.message).to.contain("DOWN");
    expect(router.splits).to.deep.equal([{ old: 100 }]);
  });

  it("refuses when somebody else moved the traffic, unless told to go on", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new", "other"]);
    router.moveByHand({ old: 60, other: 40 });
    const error = failure(await swap(router, instant));
    expect(error.failure).to.equal("refused");
    expect(error.message).to.contain('unexpectedSplit: "overwrite"');
    expect(router.live).to.deep.equal({ old: 60, other: 40 });
    await swap(router, { ...instant, unexpectedSplit: "overwrite" });
    expect(router.live).to.deep.equal({ new: 100 });
  });

  it("puts the traffic right that somebody moved away from what was released", async () => {
    const router = new SimulatedRouter({ new: 100 }, ["old", "new"]);
    router.moveByHand({ old: 100 });
    expect(await swap(router, { ...instant, last: { new: 100 } })).to.deep.equal({
      value: { moved: true, from: { old: 100 } },
    });
    expect(router.live).to.deep.equal({ new: 100 });
  });

  it("reverts when the target becomes unhealthy while it bakes", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
    const clock = new VirtualClock();
    const running = runSwap(
      { ...instant, bake: { forMs: 10_000, limits: { minRequests: 1 } } },
      router,
      clock,
    );
    void clock.sleep(3_500).then(() => router.healthy.delete("new"));
    const error = failure((await clock.run(running)) as { error: unknown });
    expect(error.failure).to.equal("reverted");
    expect(router.splits).to.deep.equal([{ old: 100 }, { new: 100 }, { old: 100 }]);
  });

  it("reverts when the error rate breaks its limit, and says what was seen and allowed", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
    router.samples.set("new", { requests: 50, failures: 5, latenciesMs: [1] });
    const error = failure(
      await swap(router, {
        ...instant,
        bake: { forMs: 5_000, limits: { maxErrorRate: 0.01, minRequests: 20 } },
      }),
    );
    expect(error.failure).to.equal("reverted");
    expect(error.message).to.contain("error rate 10 %").and.to.contain("allowed 1 %");
    expect(router.live).to.deep.equal({ old: 100 });
  });

  it("reverts when the p99 is too many times the old generation's", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
    router.samples.set("old", { requests: 50, failures: 0, latenciesMs: Array(50).fill(10) });
    router.samples.set("new", { requests: 50, failures: 0, latenciesMs: Array(50).fill(40) });
    const error = failure(
      await swap(router, { ...instant, bake: { forMs: 5_000, limits: { maxP99Ratio: 2, minRequests: 20 } } }),
    );
    expect(error.failure).to.equal("reverted");
    expect(error.message).to.contain("p99 40 ms, the old generation's 10 ms");
  });

  it("measures the old generation before the shift, from routers that count only from the first question on", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
    const asked = new Set<string>();
    router.sample = async (generation) => {
      const first = !asked.has(generation);
      asked.add(generation);
      const gone = generation === "old" && !("old" in router.live);
      return first || gone
        ? { requests: 0, failures: 0, latenciesMs: [] }
        : { requests: 50, failures: 0, latenciesMs: Array(50).fill(generation === "old" ? 10 : 40) };
    };
    const error = failure(
      await swap(router, { ...instant, bake: { forMs: 5_000, limits: { maxP99Ratio: 2, minRequests: 20 } } }),
    );
    expect(error.message).to.contain("p99 40 ms, the old generation's 10 ms");
    expect(router.live).to.deep.equal({ old: 100 });
  });

  it("concludes nothing from fewer requests than the minimum", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
    router.samples.set("new", { requests: 1, failures: 1, latenciesMs: [] });
    const outcome = await swap(router, {
      ...instant,
      bake: { forMs: 5_000, limits: { maxErrorRate: 0.01, minRequests: 20 } },
    });
    expect(outcome).to.have.property("value");
    expect(router.live).to.deep.equal({ new: 100 });
  });

  it("reverts when a step finds the target unhealthy, before it gets more", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
    const clock = new VirtualClock();
    const running = runSwap(
      { ...instant, traffic: { kind: "gradual", steps: [10, 100], everyMs: 10_000 } },
      router,
      clock,
    );
    void clock.sleep(2_500).then(() => router.healthy.delete("new"));
    expect(failure((await clock.run(running)) as { error: unknown }).failure).to.equal("reverted");
    expect(router.splits).to.deep.equal([{ old: 100 }, { new: 10, old: 90 }, { old: 100 }]);
  });

  for (const [what, healthy] of [
    ["takes no further step", ["old", "new", "other"]],
    ["does not revert", ["old", "other"]],
  ] as const) {
    it(`${what} when somebody else has moved the traffic meanwhile, as an update after its engine was killed does`, async () => {
      const router = new SimulatedRouter({ old: 100 }, ["old", "new", "other"]);
      const clock = new VirtualClock();
      void clock.sleep(15_000).then(() => {
        router.moveByHand({ other: 100 });
        router.healthy = new Set(healthy);
      });
      const traffic = { kind: "gradual" as const, steps: [10, 100], everyMs: 30_000 };
      const error = failure(await swap(router, { ...instant, traffic }, clock));
      expect(error.failure).to.equal("ambiguous");
      expect(error.message).to.contain(
        "somebody else moved the traffic during the release: it is other 100 %",
      );
      expect(router.splits).to.deep.equal([{ old: 100 }, { new: 10, old: 90 }, { other: 100 }]);
    });
  }

  it("does not revert to a generation that is unhealthy itself", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
    router.samples.set("new", { requests: 50, failures: 50, latenciesMs: [] });
    const clock = new VirtualClock();
    const running = runSwap(
      { ...instant, bake: { forMs: 5_000, limits: { maxErrorRate: 0, minRequests: 20 } } },
      router,
      clock,
    );
    router.healthy.delete("old");
    const error = failure((await clock.run(running)) as { error: unknown });
    expect(error.failure).to.equal("ambiguous");
    expect(router.live).to.deep.equal({ new: 100 });
  });

  it("believes what it reads, not what the router says: a lie is no shift", async () => {
    const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
    router.faults = ["none", "none", "none", "lie", "none", "lie", "none", "lie"];
    const error = failure(await swap(router, instant));
    expect(error.failure).to.equal("unmoved");
    expect(router.live).to.deep.equal({ old: 100 });
  });

  it("goes on where an interrupted release of the same target stopped", async () => {
    for (const live of [{ old: 90, new: 10 }, { new: 100 }] as Split[]) {
      const router = new SimulatedRouter(live, ["old", "new"]);
      expect(await swap(router, instant)).to.have.property("value");
      expect(router.live).to.deep.equal({ new: 100 });
    }
  });

  it("releases over what an interrupted release of another target left", async () => {
    const router = new SimulatedRouter({ old: 50, other: 50 }, ["old", "new", "other"]);
    expect(await swap(router, instant)).to.have.property("value");
    expect(router.live).to.deep.equal({ new: 100 });
  });

  describe("with proofs of the group's own", () => {
    const baking: SwapPlan = { ...instant, bake: { forMs: 10_000, limits: { minRequests: 1 } } };

    it("asks before the first shift and after the last", async () => {
      const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
      const seen: object[] = [];
      const look = async () => void seen.push(router.live);
      await swap(router, instant, undefined, { before: look, after: look });
      expect(seen).to.deep.equal([{ old: 100 }, { new: 100 }]);
    });

    it("shifts nothing when the proof before fails", async () => {
      const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
      const before = async () => Promise.reject(new Error("the migration failed"));
      const error = failure(await swap(router, instant, undefined, { before }));
      expect(error.failure).to.equal("refused");
      expect(error.message).to.equal("the migration failed; nothing was shifted");
      expect(router.splits).to.deep.equal([{ old: 100 }]);
    });

    it("takes the traffic back when the proof after fails", async () => {
      const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
      const after = async () => Promise.reject(new Error("the smoke test failed"));
      const error = failure(await swap(router, instant, undefined, { after }));
      expect(error.failure).to.equal("reverted");
      expect(error.message).to.contain("the smoke test failed");
      expect(router.splits).to.deep.equal([{ old: 100 }, { new: 100 }, { old: 100 }]);
    });

    it("takes the traffic back as soon as a limit of its own is broken", async () => {
      const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
      const clock = new VirtualClock();
      const brokenLimits = async () => (clock.now() >= 3_000 ? ["queue length is 9, allowed 5"] : []);
      const error = failure(await swap(router, baking, clock, { brokenLimits }));
      expect(error.failure).to.equal("reverted");
      expect(error.message).to.contain("new broke its limits: queue length is 9, allowed 5");
      expect(clock.now()).to.equal(3_000);
      expect(router.live).to.deep.equal({ old: 100 });
    });

    it("takes the traffic back when its limits can't be asked any more, but not for one lost answer", async () => {
      const router = new SimulatedRouter({ old: 100 }, ["old", "new"]);
      let asked = 0;
      const lost = (times: number) => async () => {
        asked += 1;
        if (asked <= times) throw new Error("Prometheus is gone");
        return [];
      };
      expect(await swap(router, baking, undefined, { brokenLimits: lost(2) })).to.have.property("value");
      router.moveByHand({ old: 100 });
      asked = 0;
      const error = failure(await swap(router, baking, undefined, { brokenLimits: lost(99) }));
      expect(error.message).to.contain("new could not be watched: Prometheus is gone");
      expect(router.live).to.deep.equal({ old: 100 });
    });
  });
});
