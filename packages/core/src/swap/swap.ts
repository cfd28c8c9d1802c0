import { reasonOf } from "../reason-of";
import type { Router, Split } from "../router";
import {
  type AnalysisLimits,
  addSample,
  brokenLimits,
  comparesWithOld,
  type Measured,
  nothingMeasured,
} from "./analysis";
import { bounded } from "./bounded";
import type { Clock } from "./clock";
import { allTo, describeSplit, receivers, sameSplit, stepTowards } from "./split";
import { SwapError } from "./swap-error";

/** How the traffic moves: at once, or in steps of percent with a wait after each. */
type TrafficPlan =
  | { readonly kind: "instant" }
  | { readonly kind: "gradual"; readonly steps: readonly number[]; readonly everyMs: number };

/** What one swap is to do. All times in milliseconds. */
interface SwapPlan {
  /** The generation that shall receive all the traffic. */
  readonly target: string;
  /** The split that the last committed release left; `{}` when there was none. */
  readonly last: Split;
  readonly traffic: TrafficPlan;
  /** How long an analysis may still revert after the last step, and by which limits. */
  readonly bake?: { readonly forMs: number; readonly limits: AnalysisLimits };
  /** What to do when the live split is not what a release left: someone else moved the traffic. */
  readonly unexpectedSplit: "refuse" | "overwrite";
  /** Pause between two looks while it watches. */
  readonly sampleEveryMs: number;
}

/** What else has a say in a release; each part may be absent. */
interface SwapHooks {
  /** Before the first shift. Where it throws, nothing is shifted. */
  readonly before?: () => Promise<void>;
  /** After the last shift, before the bake. Where it throws, the traffic goes back. */
  readonly after?: () => Promise<void>;
  /** Asked at every look of a step or a bake: the limits that are broken, in words. */
  readonly brokenLimits?: () => Promise<readonly string[]>;
}

interface SwapResult {
  /** Whether the target did not have all the traffic before. */
  readonly moved: boolean;
  readonly from: Split;
}

/** Looks that may fail in a row before a watch gives up: one lost answer is no verdict. */
const MAX_BLIND_LOOKS = 3;
/** How long the old generation is measured before a shift, at most; never longer than the bake. */
const BASELINE_MS = 10_000;
/** Times that a shift is tried: a router that restarts is back within seconds. */
const SHIFT_ATTEMPTS = 3;
const RETRY_PAUSE_MS = 1_000;
/** Readings that must agree that somebody else has moved the traffic. */
const FOREIGN_LOOKS = 2;

/**
 * Moves all the traffic of a group to one generation: reads, refuses, shifts, watches, commits or reverts.
 *
 * It keeps three promises, whatever the router does: it never shifts to a generation that the router does not
 * report healthy; it never takes the traffic from a generation before another one has it; and when it returns, the
 * traffic was read back and is at the target. It is idempotent: run again after a crash at any step, it goes on.
 *
 * @throws SwapError that says how far it came.
 */
async function runSwap(
  plan: SwapPlan,
  router: Router,
  clock: Clock,
  report: (message: string) => void = () => undefined,
  hooks: SwapHooks = {},
): Promise<SwapResult> {
  return new Swap(plan, bounded(router, clock), clock, report, hooks).run();
}

class Swap {
  private readonly current: Measured = nothingMeasured();
  private readonly baseline: Measured = nothingMeasured();
  private from: Split = {};
  /** What a revert goes back to. */
  private previous: Split = {};
  private moved = false;
  /** The split that this swap found, or was seen to have written last. */
  private ours: Split = {};

  constructor(
    private readonly plan: SwapPlan,
    private readonly router: Router,
    private readonly clock: Clock,
    private readonly report: (message: string) => void,
    private readonly hooks: SwapHooks,
  ) {}

  async run(): Promise<SwapResult> {
    const { target, last } = this.plan;
    this.from = await this.readFirst();
    this.ours = this.from;
    const released = sameSplit(last, allTo(target));
    if (released && sameSplit(this.from, allTo(target))) {
      // What has no traffic is deleted next: one answer alone is not enough for that.
      await this.confirm();
      return { moved: false, from: this.from };
    }
    this.previous = await this.whereToGoBack(released);
    await this.requireHealthy();
    if (released) {
      await this.shift(allTo(target));
    } else {
      await this.before();
      await this.startSampling();
      await this.shiftInSteps();
      await this.after();
      await this.bake();
    }
    await this.confirm();
    return { moved: !sameSplit(this.from, allTo(target)), from: this.from };
  }

  private async readFirst(): Promise<Split> {
    try {
      return await this.retried(() => this.router.read());
    } catch (error) {
      throw new SwapError(
        "refused",
        `the live split cannot be read: ${reasonOf(error)}; nothing was shifted`,
      );
    }
  }

  /** Decides what the live split means: what a release left, an interrupted release, or a change by hand. */
  private async whereToGoBack(released: boolean): Promise<Split> {
    const { last, target, unexpectedSplit } = this.plan;
    if (sameSplit(this.from, last)) {
      return last;
    }
    const nothing = receivers(this.from).length === 0;
    // The target is what was released: putting it right is no release, and takes nothing that a release gave.
    if (released || nothing || (await this.interrupted())) {
      return released || nothing ? this.from : last;
    }
    if (unexpectedSplit === "overwrite") {
      return this.from;
    }
    throw new SwapError(
      "refused",
      `the live split is ${describeSplit(this.from)}, but the last release left ${describeSplit(last)}: ` +
        `somebody else moved the traffic. Nothing was shifted to ${target}. ` +
        `Move it back, or set unexpectedSplit: "overwrite" to release all the same`,
      this.from,
    );
  }

  /** Whether the live split is one that Anew wrote itself, in a release that did not come to its end. */
  private async interrupted(): Promise<boolean> {
    const written = await this.router.written?.().catch(() => undefined);
    if (written !== undefined) {
      return sameSplit(written, this.from);
    }
    const ours = new Set([...receivers(this.plan.last), this.plan.target]);
    return receivers(this.from).every((generation) => ours.has(generation));
  }

  private async requireHealthy(): Promise<void> {
    const { target } = this.plan;
    const health = await this.retried(() => this.router.health(target)).catch((error) => {
      throw new SwapError(
        "refused",
        `the health of ${target} is unknown: ${reasonOf(error)}; nothing was shifted`,
      );
    });
    if (!health.healthy) {
      throw new SwapError(
        "refused",
        `${target} is not healthy (${health.ready} of ${health.of} ready: ${health.detail}); nothing was shifted`,
        this.from,
      );
    }
  }

  private async before(): Promise<void> {
    try {
      await this.hooks.before?.();
    } catch (error) {
      throw new SwapError("refused", `${reasonOf(error)}; nothing was shifted`, this.from);
    }
  }

  private async after(): Promise<void> {
    try {
      await this.hooks.after?.();
    } catch (error) {
      await this.revert(reasonOf(error));
    }
  }

  /**
   * Marks the place from which the new generation's requests count. Where a limit compares with the old generation, it
   * is measured for a while first: after an instant shift it has no more requests to compare with.
   */
  private async startSampling(): Promise<void> {
    const { bake, sampleEveryMs } = this.plan;
    if (!bake) {
      return;
    }
    if (comparesWithOld(bake.limits) && this.old().length > 0) {
      await this.sampleOld();
      const end = this.clock.now() + Math.min(bake.forMs, BASELINE_MS);
      while (this.clock.now() < end) {
        this.report(`measuring the old generation: ${this.baseline.requests} requests seen`);
        await this.clock.sleep(Math.min(sampleEveryMs, end - this.clock.now()));
        await this.sampleOld();
      }
    }
    await this.router.sample(this.plan.target).catch(() => undefined);
  }

  /** The generations that had the traffic before. */
  private old(): string[] {
    return receivers(this.previous).filter((generation) => generation !== this.plan.target);
  }

  private async sampleOld(): Promise<void> {
    for (const generation of this.old()) {
      const sample = await this.router.sample(generation).catch(() => undefined);
      if (sample) {
        addSample(this.baseline, sample);
      }
    }
  }

  private async shiftInSteps(): Promise<void> {
    const { target, traffic } = this.plan;
    const shares = receivers(this.from).some((generation) => generation !== target);
    const steps = traffic.kind === "gradual" && shares ? traffic.steps : [100];
    for (const [index, percent] of steps.entries()) {
      const split = stepTowards(target, percent, this.from);
      this.report(`shifting to ${describeSplit(split)}`);
      await this.shift(split);
      if (index < steps.length - 1 && traffic.kind === "gradual") {
        await this.watch(traffic.everyMs, `step ${index + 1} of ${steps.length}, ${percent} %`);
      }
    }
    if (steps[steps.length - 1] !== 100) {
      await this.shift(allTo(target));
    }
  }

  private async shift(split: Split): Promise<void> {
    await this.requireOurs(`not shifted to ${describeSplit(split)}`);
    let failure: unknown;
    for (let attempt = 1; attempt <= SHIFT_ATTEMPTS; attempt++) {
      try {
        await this.router.shift(split);
        failure = undefined;
      } catch (error) {
        failure = error;
      }
      // The router's word is not enough: one that failed may have shifted, one that agreed may not have.
      const live = await this.router.read().catch(() => undefined);
      if (live !== undefined && sameSplit(live, split)) {
        this.moved = true;
        this.ours = split;
        return;
      }
      if (attempt < SHIFT_ATTEMPTS) {
        await this.clock.sleep(RETRY_PAUSE_MS);
      }
    }
    const why = failure === undefined ? "it agreed, but the split did not change" : reasonOf(failure);
    // Between the two splits, what is seen may be a part of either.
    await this.takeBack(`the router did not shift to ${describeSplit(split)}: ${why}`);
  }

  /**
   * The traffic is where this swap has put it; else somebody else is at work, and this swap has nothing more to say. So
   * ends the release of an engine that was killed: its provider goes on, and meets what the next update has done.
   */
  private async requireOurs(left: string): Promise<void> {
    // One reading alone may be wrong; one that can't be had is no sign of anybody.
    let live: Split | undefined;
    for (let look = 0; look < FOREIGN_LOOKS; look++) {
      live = await this.router.read().catch(() => undefined);
      if (live === undefined || sameSplit(live, this.ours)) {
        return;
      }
    }
    throw new SwapError(
      "ambiguous",
      `somebody else moved the traffic during the release: it is ${describeSplit(live ?? {})}, ` +
        `no longer ${describeSplit(this.ours)}; ${left}`,
      live,
    );
  }

  private async bake(): Promise<void> {
    if (this.plan.bake && this.moved) {
      await this.watch(this.plan.bake.forMs, "baking");
    }
  }

  /** Looks at the target for `ms` milliseconds, and reverts when it becomes unhealthy or breaks a limit. */
  private async watch(ms: number, what: string): Promise<void> {
    const { target } = this.plan;
    const end = this.clock.now() + ms;
    let blind = 0;
    while (this.clock.now() < end) {
      const left = end - this.clock.now();
      this.report(`${what}: ${Math.ceil(left / 1000)} s left, ${this.current.requests} requests seen`);
      await this.clock.sleep(Math.min(this.plan.sampleEveryMs, left));
      try {
        const health = await this.router.health(target);
        if (!health.healthy) {
          await this.revert(
            `${target} became unhealthy (${health.ready} of ${health.of} ready: ${health.detail})`,
          );
        }
        await this.analyse();
        blind = 0;
      } catch (error) {
        if (error instanceof SwapError) {
          throw error;
        }
        blind += 1;
        if (blind >= MAX_BLIND_LOOKS) {
          await this.revert(`${target} could not be watched: ${reasonOf(error)}`);
        }
      }
    }
  }

  private async analyse(): Promise<void> {
    if (!this.plan.bake) {
      return;
    }
    addSample(this.current, await this.router.sample(this.plan.target));
    const broken = [
      ...brokenLimits(this.plan.bake.limits, this.current, this.baseline),
      ...((await this.hooks.brokenLimits?.()) ?? []),
    ];
    if (broken.length > 0) {
      await this.revert(`${this.plan.target} broke its limits: ${broken.join("; ")}`);
    }
  }

  /** Reads once more: only what is seen is committed. */
  private async confirm(): Promise<void> {
    const live = await this.retried(() => this.router.read()).catch((error) => {
      throw new SwapError("ambiguous", `the split could not be read back: ${reasonOf(error)}`);
    });
    if (!sameSplit(live, allTo(this.plan.target))) {
      throw new SwapError(
        "ambiguous",
        `somebody else moved the traffic during the release: it is ${describeSplit(live)}`,
        live,
      );
    }
  }

  /** Takes the traffic back to where it was, unless somebody else has moved it meanwhile, and throws in any case. */
  private async revert(why: string): Promise<never> {
    await this.requireOurs(`${why}; not reverted`);
    return this.takeBack(why);
  }

  /** Takes the traffic back to where it was, if that is any better, and throws in any case. */
  private async takeBack(why: string): Promise<never> {
    const back = this.old();
    const live = await this.retried(() => this.router.read()).catch(() => undefined);
    if (live !== undefined && sameSplit(live, this.previous)) {
      throw new SwapError(
        this.moved ? "reverted" : "unmoved",
        `${why}; the traffic is where it was: ${describeSplit(live)}`,
        live,
      );
    }
    if (back.length === 0) {
      throw new SwapError("ambiguous", `${why}; there is no generation to go back to`, live);
    }
    for (const generation of back) {
      const health = await this.retried(() => this.router.health(generation)).catch(() => undefined);
      if (!health?.healthy) {
        throw new SwapError(
          "ambiguous",
          `${why}; not reverted, because ${generation} is not healthy either (${health?.detail ?? "unknown"})`,
          live,
        );
      }
    }
    this.report(`reverting to ${describeSplit(this.previous)}: ${why}`);
    try {
      await this.retried(() => this.router.shift(this.previous));
      const seen = await this.retried(() => this.router.read());
      if (sameSplit(seen, this.previous)) {
        throw new SwapError("reverted", `${why}; reverted to ${describeSplit(seen)}`, seen);
      }
      throw new SwapError("ambiguous", `${why}; the revert was not seen: ${describeSplit(seen)}`, seen);
    } catch (error) {
      if (error instanceof SwapError) {
        throw error;
      }
      throw new SwapError("ambiguous", `${why}; the revert failed: ${reasonOf(error)}`, live);
    }
  }

  private async retried<T>(call: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (error) {
        if (attempt >= SHIFT_ATTEMPTS) {
          throw error;
        }
        await this.clock.sleep(RETRY_PAUSE_MS);
      }
    }
  }
}

export type { SwapHooks, SwapPlan, SwapResult, TrafficPlan };
export { runSwap };
