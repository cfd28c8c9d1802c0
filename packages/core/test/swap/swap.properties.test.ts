import { expect } from "chai";
import fc from "fast-check";
import { gateProvider } from "../../src/provider/gate-provider";
import type { Split } from "../../src/router";
import { receivers } from "../../src/swap/split";
import { runSwap, type SwapPlan, type TrafficPlan } from "../../src/swap/swap";
import { SwapError } from "../../src/swap/swap-error";
import { FakePlatform, gateInputs, Said } from "../provider/fake-platform";
import { type Fault, SimulatedRouter } from "./simulated-router";
import { VirtualClock } from "./virtual-clock";

const fault: fc.Arbitrary<Fault> = fc.constantFrom(
  "none",
  "none",
  "none",
  "fail",
  "failAfter",
  "lie",
  "hang",
  "hangAfter",
);
const traffic: fc.Arbitrary<TrafficPlan> = fc.oneof(
  fc.constant({ kind: "instant" as const }),
  fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 }).map((steps) => ({
    kind: "gradual" as const,
    steps: [...steps.sort((a, b) => a - b), 100],
    everyMs: 5_000,
  })),
);
const plan = (target: string, last: Split, how: TrafficPlan): SwapPlan => ({
  target,
  last,
  traffic: how,
  bake: { forMs: 3_000, limits: { maxErrorRate: 0.5, minRequests: 1 } },
  unexpectedSplit: "refuse",
  sampleEveryMs: 1_000,
});

/** At every moment somebody healthy had traffic, and nobody unhealthy had all of it. */
function expectServed(router: SimulatedRouter, healthy: readonly string[]): void {
  for (const split of router.splits) {
    const serving = receivers(split);
    expect(serving.length, JSON.stringify(router.splits)).to.be.greaterThan(0);
    expect(serving.every((generation) => healthy.includes(generation))).to.equal(
      true,
      JSON.stringify(router.splits),
    );
  }
}

describe("swap, whatever the router does", function () {
  this.timeout(120_000);

  it("always leaves the traffic with healthy generations, and says truly where it is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 40 }),
        traffic,
        fc.boolean(),
        async (faults, how, targetHealthy) => {
          const healthy = targetHealthy ? ["old", "new"] : ["old"];
          const router = new SimulatedRouter({ old: 100 }, healthy);
          router.faults = faults;
          const clock = new VirtualClock();
          const outcome = await clock.run(runSwap(plan("new", { old: 100 }, how), router, clock));
          expect(outcome, "the swap hangs").not.to.equal("stuck");
          expectServed(router, healthy);
          if (outcome !== "stuck" && "value" in outcome) {
            expect(receivers(router.live)).to.deep.equal(["new"]);
          } else if (outcome !== "stuck") {
            expect(outcome.error).to.be.instanceOf(SwapError);
            const { failure } = outcome.error as SwapError;
            if (failure !== "ambiguous") {
              expect(receivers(router.live), failure).to.deep.equal(["old"]);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("comes to its end in the next update after a crash at any call, released again or rolled back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 30 }),
        fc.array(fault, { maxLength: 20 }),
        traffic,
        fc.constantFrom("new", "old", "other"),
        async (crashAt, faults, how, next) => {
          const healthy = ["old", "new", "other"];
          const router = new SimulatedRouter({ old: 100 }, healthy);
          router.faults = faults;
          router.crashAt = crashAt;
          const clock = new VirtualClock();
          const first = clock.run(runSwap(plan("new", { old: 100 }, how), router, clock));
          const committed = await first.then((outcome) => outcome !== "stuck" && "value" in outcome);
          // The next update: another process, a router that works, and the state as it was before the crash.
          router.crashAt = undefined;
          router.faults = [];
          const last: Split = committed ? { new: 100 } : { old: 100 };
          const outcome = await clock.run(runSwap(plan(next, last, how), router, clock));
          expect(outcome).to.have.property("value");
          expectServed(router, healthy);
          // What the engine deletes now has no traffic.
          expect(receivers(router.live)).to.deep.equal([next]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("takes the traffic back truly when health and samples turn bad at any time, whatever fails meanwhile", async () => {
    const outcomes = new Map<string, number>();
    const turn = fc.option(fc.integer({ min: 0, max: 30_000 }), { nil: Number.POSITIVE_INFINITY, freq: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 40 }),
        traffic,
        turn,
        turn,
        fc.boolean(),
        async (faults, how, newDiesAt, oldDiesAt, breaks) => {
          const clock = new VirtualClock();
          const router = new SimulatedRouter({ old: 100 }, []);
          router.faults = faults;
          router.healthAt = (generation) => clock.now() < (generation === "new" ? newDiesAt : oldDiesAt);
          if (breaks) router.samples.set("new", { requests: 10, failures: 9, latenciesMs: [] });
          const outcome = await clock.run(runSwap(plan("new", { old: 100 }, how), router, clock));
          expect(outcome, "the swap hangs").not.to.equal("stuck");
          for (const split of router.splits) expect(receivers(split)).to.not.deep.equal([]);
          if (outcome !== "stuck" && "value" in outcome) {
            note("committed");
            expect(receivers(router.live)).to.deep.equal(["new"]);
          } else if (outcome !== "stuck") {
            const { failure } = outcome.error as SwapError;
            note(failure);
            if (failure !== "ambiguous") expect(receivers(router.live), failure).to.deep.equal(["old"]);
          }
        },
      ),
      { numRuns: 500 },
    );
    // Each way to end was met, or the property says less than it seems to.
    expect([...outcomes.keys()]).to.include.members(["ambiguous", "committed", "refused", "reverted"]);

    function note(outcome: string): void {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  });

  it("never lets the engine delete what truly has traffic, though reads and health lie: committed, failed or crashed", async () => {
    const seen = { deleted: 0, refused: 0, lies: 0 };
    const lying = fc.oneof(fault, fc.constantFrom<Fault>("lieRead", "lieHealth"));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(lying, { maxLength: 30 }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.constantFrom("a", "b", "c"), { minLength: 3, maxLength: 3 }),
        fc.constantFrom<Split>({}, { a: 100 }, { b: 100 }, { c: 100 }, { a: 50, b: 50 }),
        fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
        traffic,
        async (faults, targets, lie, crashAt, how) => {
          const platform = new FakePlatform();
          const { router } = platform;
          const there = new Set(["a", "b", "c"]);
          router.moveByHand({ a: 100 });
          router.lie = lie;
          for (const generation of there) router.healthy.add(generation);
          const clock = new VirtualClock();
          const surroundings = { clock, progress: () => new Said(), commit: async () => undefined };
          const gate = gateProvider(platform, surroundings);
          let last: Split = { a: 100 };
          for (const [update, of] of faults.entries()) {
            const target = targets[update] as string;
            if (!there.has(target)) continue;
            router.restart(of, update === 0 ? crashAt : undefined);
            const outcome = await clock.run(runSwap(plan(target, last, how), router, clock));
            // Whatever fails, the engine deletes nothing.
            if (outcome === "stuck" || "error" in outcome) continue;
            last = { [target]: 100 };
            for (const generation of [...there].filter((one) => one !== target)) {
              const gone = await clock.run(gate.delete?.("id", gateInputs(generation)) as Promise<void>);
              if (gone === "stuck" || "error" in gone) {
                seen.refused += 1;
                break;
              }
              expect(
                router.live[generation] ?? 0,
                `${generation} of ${JSON.stringify(router.live)}`,
              ).to.equal(0);
              there.delete(generation);
              seen.deleted += 1;
            }
          }
          seen.lies += router.lies;
        },
      ),
      { numRuns: 500 },
    );
    for (const [what, count] of Object.entries(seen)) expect(count, what).to.be.greaterThan(0);
  });
});
