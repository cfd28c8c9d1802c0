import { expect } from "chai";
import type { Context } from "mocha";
import { requireCluster } from "../cluster";
import { startLoad } from "../load/load";
import type { LoadLog } from "../load/log-format";
import { hasFailed } from "../load/summary";
import { requireDocker, waitFor } from "../setup";
import { answered } from "./support/answered";
import { type Move, Mover } from "./support/mover";
import type { Program } from "./support/programs";
import { KubernetesStack } from "./support/stack";
import { answersOfDeleted, strayAnswers } from "./support/stray-answers";

// A short sample of what `pnpm bench --only cluster-releases` does with 20 releases, 5 rollbacks and 100,000 requests.

/** How long nodes may take until new connections follow a Service, milliseconds: 62 to 149 were measured. */
const FOLLOWED_WITHIN = 150;
/** A pod that is told to end serves on for 5 seconds, then it has its grace period: milliseconds. */
const ENDED_WITHIN = 7000;
/** Requests that each of the eight clients sends in a second. */
const RATE = 30;
/** Sent after all that has to end has ended. */
const REQUESTS = 400;

/** What went on under a load, and all its requests. */
interface Course {
  readonly moves: readonly Move[];
  readonly log: LoadLog;
}

describe("a BlueGreenGroup in a cluster through many moves under load", function () {
  this.timeout(300_000);
  const stacks: KubernetesStack[] = [];
  let warm: Course;
  let cold: Course;

  before(async function () {
    // Beside each other: most of the time, both wait.
    [warm, cold] = await Promise.all([
      run(this, { standby: "warm" }, async (mover) => {
        for (let release = 0; release < 3; release++) await mover.release();
        await mover.rollBack();
      }),
      run(this, { standby: "cold" }, async (mover, untilEnded) => {
        await mover.release();
        await untilEnded();
        await mover.rollBack();
      }),
    ]);
  });

  after(async () => {
    for (const stack of stacks) await stack.remove();
  });

  it("loses no request", () => {
    for (const { log } of [warm, cold]) expect(log.requests.filter(hasFailed)).to.deep.equal([]);
  });

  it("has one generation answer all new connections, once a switch has committed", () => {
    for (const { log, moves } of [warm, cold]) {
      const opening = strayAnswers(log, moves, "those that open a connection", FOLLOWED_WITHIN);
      expect(opening).to.deep.equal([]);
    }
  });

  it("has kept connections answered by the generation that they have reached, until it is deleted", () => {
    const [first] = warm.moves;
    const kept = answered(warm.log).filter(({ at, reused }) => reused && at > (first?.ended ?? 0));
    const generations = new Set(kept.map(({ generation }) => generation));
    expect([...generations], "the first one was retained").to.include(first?.from);
    expect(answersOfDeleted(warm.log, warm.moves, ENDED_WITHIN)).to.deep.equal([]);
  });

  it("with cold standby has one generation answer all requests, kept connections too, once the old one has ended", () => {
    expect(strayAnswers(cold.log, cold.moves, "all", ENDED_WITHIN)).to.deep.equal([]);
    const last = cold.moves.at(-1)?.committed ?? Number.POSITIVE_INFINITY;
    expect(answered(cold.log).some(({ at, reused }) => reused && at > last + ENDED_WITHIN)).to.equal(true);
  });

  it("rolls back by its switch alone, warm and cold", () => {
    for (const { moves } of [warm, cold]) {
      expect(moves.at(-1)?.steps).to.deep.equal(["update Switch web-switch"]);
    }
  });

  async function run(
    context: Context,
    args: object,
    course: (mover: Mover, untilEnded: () => Promise<void>) => Promise<void>,
  ): Promise<Course> {
    const cluster = await requireCluster(context);
    const stack = await KubernetesStack.create(cluster, await requireDocker(context));
    stacks.push(stack);
    const mover = new Mover(stack, "web", (version): Program => {
      const env = { VERSION: String(version), LAST_FOR: "600" };
      return { groups: { web: { args: { env, service: { type: "NodePort" }, keep: 1, ...args } } } };
    });
    await mover.begin();
    const load = await startLoad({ url: mover.url, rate: RATE });
    /** Waits for as long as what the last command has stopped or deleted may still answer. */
    const untilEnded = async (): Promise<void> => {
      const { ended = 0 } = mover.moves.at(-1) ?? {};
      await waitFor(() => Date.now() > ended + ENDED_WITHIN, ENDED_WITHIN);
    };
    try {
      await course(mover, untilEnded);
      await untilEnded();
      await load.more(REQUESTS);
    } finally {
      await load.stop();
    }
    return { moves: mover.moves, log: await load.stop() };
  }
});
