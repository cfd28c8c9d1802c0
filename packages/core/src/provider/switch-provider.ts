import type { dynamic } from "@pulumi/pulumi";
import { commitRelease, type History, noHistory, type Outcome } from "../history/history";
import type { Progress } from "../progress";
import { reasonOf } from "../reason-of";
import type { Clock } from "../swap/clock";
import { allTo, describeSplit, sameSplit } from "../swap/split";
import { runSwap, type SwapHooks } from "../swap/swap";
import { SwapError } from "../swap/swap-error";
import { openBounded } from "./bounded-platform";
import { drain } from "./drain";
import type { SwitchInputs } from "./inputs";
import { type Platform, RouterDown, type Session } from "./platform";
import { Prometheus } from "./prometheus";
import { sameInputs } from "./same-inputs";
import { realSurroundings, type Surroundings } from "./surroundings";
import { waitHealthy } from "./wait-healthy";

/** What a Switch records. */
interface SwitchOutputs extends SwitchInputs {
  readonly history: History;
}

/** Inputs whose change the switch acts on or records. `connection`, `resourceUrn` and `known` shift and change nothing. */
const COMPARED: (keyof SwitchInputs)[] = [
  "target",
  "group",
  "route",
  "declared",
  "traffic",
  "bake",
  "unexpectedSplit",
  "timing",
  "drainTimeoutMs",
  "gracePeriodMs",
  "standby",
  "pinned",
];

/** Pause between two looks while steps wait or a generation bakes, milliseconds. */
const SAMPLE_EVERY_MS = 1_000;

/** The switch: the only thing that is ever updated. See docs/concepts.md. */
function switchProvider(
  platform: Platform,
  surroundings: Surroundings = realSurroundings,
): dynamic.ResourceProvider {
  const { clock, progress } = surroundings;
  const release = async (olds: SwitchOutputs | undefined, news: SwitchInputs) => {
    const say = progress(news.resourceUrn);
    const session = await openBounded(platform, news, clock);
    try {
      return await new Release(session, olds?.history ?? noHistory, news, surroundings, say).run();
    } finally {
      await session.close();
      await say.flush();
    }
  };
  return {
    async create(news: SwitchInputs) {
      const id = `switch-${news.group.group}`;
      try {
        return { id, outs: { ...news, history: await release(undefined, news) } };
      } catch (error) {
        throw partial(error, id, { ...news, history: noHistory });
      }
    },

    async update(id, olds: SwitchOutputs, news: SwitchInputs) {
      try {
        return { outs: { ...news, history: await release(olds, news) } };
      } catch (error) {
        throw partial(error, id, { ...olds });
      }
    },

    async diff(_id, olds: SwitchOutputs, news: SwitchInputs) {
      if (!sameInputs({ ...olds }, { ...news }, COMPARED)) {
        return { changes: true };
      }
      const say = progress(news.resourceUrn);
      try {
        const found = await liveProblem(platform, news, clock);
        if (found !== undefined) {
          say.info(found);
        }
        return { changes: found !== undefined };
      } catch (error) {
        if (error instanceof RouterDown) {
          // Nothing is served: the update says so by its failure, instead of that there is nothing to do.
          say.warn(reasonOf(error));
          return { changes: true };
        }
        say.warn(`the live traffic could not be looked at, compared with the state only: ${reasonOf(error)}`);
        return { changes: false };
      } finally {
        await say.flush();
      }
    },

    async delete(_id, props: SwitchOutputs) {
      const say = progress(props.resourceUrn);
      try {
        const session = await openBounded(platform, props, clock);
        try {
          await session.stopTraffic();
        } finally {
          await session.close();
        }
      } catch (error) {
        say.warn(`the traffic could not be stopped, so nothing receives any: ${reasonOf(error)}`);
      } finally {
        await say.flush();
      }
    },
  };
}

/** What the next update has to put right although nothing was changed in the program; undefined when all is well. */
async function liveProblem(
  platform: Platform,
  news: SwitchInputs,
  clock: Clock,
): Promise<string | undefined> {
  const session = await openBounded(platform, news, clock);
  try {
    const live = await router(session).read();
    if (!sameSplit(live, allTo(news.target))) {
      return `the live split is ${describeSplit(live)}, expected ${describeSplit(allTo(news.target))}: will be put right`;
    }
    const health = await session.health(news.target, news.declared[news.target] ?? null);
    if (!health.healthy) {
      return `generation ${news.target} is not healthy (${health.detail}): will be started again, or release a new one`;
    }
    const orphans = news.known === undefined ? [] : await session.orphans(news.known, news.declared);
    if (orphans.length > 0) {
      return `left over from an update that was cut off, will be removed: ${orphans.map((o) => o.description).join(", ")}`;
    }
    return undefined;
  } finally {
    await session.close();
  }
}

function router(session: Session) {
  if (!session.router) {
    throw new Error("a switch needs a router, and this target gave none");
  }
  return session.router;
}

/** One run of the switch: idempotent from its first step to its last. */
class Release {
  constructor(
    private readonly session: Session,
    private readonly before: History,
    private readonly news: SwitchInputs,
    private readonly surroundings: Surroundings,
    private readonly say: Progress,
  ) {}

  private get clock(): Clock {
    return this.surroundings.clock;
  }

  async run(): Promise<History> {
    const { news, before } = this;
    const start = this.clock.now();
    const current = before.released[0]?.id;
    const retained = before.released.some((entry) => entry.id === news.target);
    if (retained && current !== news.target) {
      await this.requireImage();
    }
    await this.joinRunning();
    await this.ensureHealthy();
    const swap = await runSwap(
      {
        target: news.target,
        last: current === undefined ? {} : allTo(current),
        traffic: news.traffic,
        ...(news.bake === undefined ? {} : { bake: news.bake }),
        unexpectedSplit: news.unexpectedSplit,
        sampleEveryMs: SAMPLE_EVERY_MS,
      },
      router(this.session),
      this.clock,
      this.say.step,
      this.hooks(retained),
    );
    await this.tidy();
    const { pinned: _, ...unpinned } = before;
    if (current === news.target && !swap.moved) {
      const released = before.released.filter((entry) => entry.id in news.declared);
      return { ...unpinned, released, ...this.pin() };
    }
    const at = new Date().toISOString();
    const commit = retained ? undefined : await this.surroundings.commit();
    const outcome: Outcome = current === news.target ? "put right" : retained ? "rolled back" : "released";
    return commitRelease(unpinned, {
      entry: { ...news.release, releasedAt: at, ...(commit === undefined ? {} : { commit }) },
      declared: Object.keys(news.declared),
      outcome,
      seconds: (this.clock.now() - start) / 1000,
      at,
      ...this.pin(),
    });
  }

  /**
   * What the group itself proves. Its hooks are for new generations: one that goes back was proven when it was released,
   * and must not wait, nor do again what it did then.
   */
  private hooks(retained: boolean): SwapHooks {
    const { session, news } = this;
    const identity = news.declared[news.target] ?? null;
    const prometheus = news.bake?.prometheus && new Prometheus(news.bake.prometheus, news.target, session);
    return {
      before: async () => {
        // What can't be asked, or asked so, is known before anything moves.
        await prometheus?.broken();
        if (!retained) await session.beforeSwitch?.(news.target, identity);
      },
      after: async () => {
        if (!retained) await session.afterSwitch?.(news.target, identity);
      },
      ...((prometheus || session.brokenLimits) && {
        brokenLimits: async () => [
          ...((await prometheus?.broken()) ?? []),
          ...((await session.brokenLimits?.()) ?? []),
        ],
      }),
    };
  }

  private pin(): { pinned?: string } {
    return this.news.pinned === undefined ? {} : { pinned: this.news.pinned };
  }

  private async requireImage(): Promise<void> {
    const { image } = this.news.release;
    const problem = await this.session.imageProblem(image).catch((error) => {
      // A registry that is down must not stand in the way of a rollback to what runs.
      this.say.warn(`whether ${image} can still be pulled is unknown: ${reasonOf(error)}`);
      return undefined;
    });
    if (problem !== undefined) {
      throw new Error(
        `no rollback to ${this.news.target}: its image ${image} can't be had any more (${problem}), so a replica ` +
          "that has to be started elsewhere would be missing. Nothing was shifted. Push the image again, or release",
      );
    }
  }

  /** A router that is new, or came back empty, must know every generation that runs; knowing it already is fine. */
  private async joinRunning(): Promise<void> {
    for (const [generation, identity] of Object.entries(this.news.declared)) {
      if (generation === this.news.target || (await this.session.running(identity))) {
        await this.session.join(generation, identity);
      }
    }
  }

  private async ensureHealthy(): Promise<void> {
    const { target, declared, timing } = this.news;
    const identity = declared[target] ?? null;
    if (!(await this.session.running(identity))) {
      this.say.step(`starting ${target}`);
      await this.session.start(identity);
      await this.session.join(target, identity);
    } else if ((await this.session.health(target, identity)).healthy) {
      return;
    }
    await waitHealthy(this.session, target, identity, timing, this.clock, this.say.step).catch((error) => {
      throw new Error(`${reasonOf(error)}\nNothing was shifted. Release a new generation, or roll back`);
    });
  }

  /** After the commit: nothing here may fail the update, since the traffic is where it belongs. */
  private async tidy(): Promise<void> {
    await this.attempt("the router's addresses", () => this.session.committed());
    await this.attempt("the standby generations", () => this.standBy());
    await this.attempt("what a cut-off update left", () => this.removeOrphans());
  }

  private async attempt(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.say.warn(`${what}: ${reasonOf(error)}`);
    }
  }

  private async standBy(): Promise<void> {
    const { declared, target, standby, drainTimeoutMs, gracePeriodMs } = this.news;
    for (const [generation, identity] of Object.entries(declared)) {
      if (generation === target) {
        continue;
      }
      const running = await this.session.running(identity);
      if (standby === "cold" && running) {
        const drained = await drain(
          router(this.session),
          generation,
          drainTimeoutMs,
          this.clock,
          this.say.step,
        );
        if (drained.cut > 0) {
          this.say.warn(`drain timeout: ${drained.cut} requests of ${generation} are cut off`);
        }
        this.say.step(`stopping ${generation}`);
        await this.session.leave(generation);
        await this.session.stop(identity, gracePeriodMs);
      } else if (standby === "warm" && !running) {
        await this.session.start(identity);
        await this.session.join(generation, identity);
      }
    }
  }

  private async removeOrphans(): Promise<void> {
    const { known, declared } = this.news;
    if (known === undefined) {
      return;
    }
    const drained = new Map<string, boolean>();
    for (const orphan of await this.session.orphans(known, declared)) {
      const { attachedAs: generation } = orphan;
      if (generation !== undefined) {
        const before = drained.get(generation);
        const free = before ?? (await this.drainOrphan(generation));
        drained.set(generation, free);
        if (!free) {
          this.say.warn(`left, because the router sends it traffic: ${orphan.description}`);
          continue;
        }
      }
      await this.session.removeOrphan(orphan);
      this.say.info(`removed what a cut-off update had left: ${orphan.description}`);
    }
  }

  /** Drains what neither the state nor the program knows, but the router. @returns false where it receives traffic */
  private async drainOrphan(generation: string): Promise<boolean> {
    const theRouter = router(this.session);
    if (((await theRouter.read())[generation] ?? 0) > 0) {
      return false;
    }
    const { drainTimeoutMs } = this.news;
    const drained = await drain(theRouter, generation, drainTimeoutMs, this.clock, this.say.step);
    if (drained.unproven !== undefined) {
      this.say.warn(
        `${generation} counts as drained after ${drained.seconds.toFixed(1)} s: ${drained.unproven}`,
      );
    } else if (drained.cut > 0) {
      this.say.warn(`drain timeout: ${drained.cut} requests of ${generation} are cut off`);
    }
    return true;
  }
}

/** An ambiguous failure keeps the previous history and makes the next update run again; any other changes nothing. */
function partial(error: unknown, id: string, properties: object): unknown {
  if (error instanceof SwapError && error.failure === "ambiguous") {
    return Object.assign(new Error(error.message), { id, properties, reasons: [error.message] });
  }
  return error;
}

export type { SwitchOutputs };
export { switchProvider };
