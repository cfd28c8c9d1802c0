import { AsyncLocalStorage } from "node:async_hooks";
import { expect } from "chai";
import { realSurroundings } from "../../src/provider/surroundings";
import type { Clock } from "../../src/swap/clock";

const PLACE = Symbol.for("anew.clock");

describe("the clock of the providers", () => {
  const place = globalThis as { [PLACE]?: AsyncLocalStorage<Clock> };
  const { [PLACE]: before } = place;
  afterEach(() => {
    place[PLACE] = before;
  });

  it("is the one that a test's engine lends to the call, and else this machine's", async () => {
    const lent = new AsyncLocalStorage<Clock>();
    place[PLACE] = lent;
    const slept: number[] = [];
    const clock: Clock = { now: () => 7, sleep: async (ms) => void slept.push(ms) };
    await lent.run(clock, async () => {
      await Promise.resolve();
      expect(realSurroundings.clock.now()).to.equal(7);
      await realSurroundings.clock.sleep(120_000);
    });
    expect(slept).to.deep.equal([120_000]);
    expect(Math.abs(realSurroundings.clock.now() - Date.now())).to.be.below(1000);
    place[PLACE] = undefined;
    expect(Math.abs(realSurroundings.clock.now() - Date.now())).to.be.below(1000);
  });
});
