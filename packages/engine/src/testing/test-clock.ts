import type { Clock } from "../clock";

export interface TestClockOptions {
  /** What the clock shows at first. @default 2030-01-01T00:00:00Z */
  readonly start?: Date;
  /**
   * Whether the clock moves on by itself to the next one who waits, once nothing else happens in the process.
   * @default true; with false only `advance` moves it
   */
  readonly auto?: boolean;
}

/** The time that a {@link TestClock} begins with. */
export const TEST_CLOCK_START = new Date("2030-01-01T00:00:00Z");

/** So many turns of the event loop without anyone beginning to wait count as "nothing else happens". */
const QUIET_TURNS = 20;

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** A clock that a test turns: ten minutes pass in no time, and those who wait wake in their order. */
export class TestClock implements Clock {
  private time: number;
  private readonly auto: boolean;
  private readonly sleepers = new Set<Sleeper>();
  private quiet = 0;
  private turning = false;

  constructor(options: TestClockOptions = {}) {
    this.time = (options.start ?? TEST_CLOCK_START).getTime();
    this.auto = options.auto ?? true;
  }

  now(): number {
    return this.time;
  }

  /** How many are waiting. */
  get waiting(): number {
    return this.sleepers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = () => {
        signal?.removeEventListener("abort", end);
        this.sleepers.delete(sleeper);
        resolve();
      };
      const sleeper: Sleeper = { at: this.time + Math.max(0, ms), wake: end };
      signal?.addEventListener("abort", end);
      this.sleepers.add(sleeper);
      this.quiet = 0;
      if (this.auto) this.turn();
    });
  }

  /** Lets so many milliseconds pass: wakes, in their order, those whose time has come, also those they make wait. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      await settled();
      const next = this.next();
      if (!next || next.at > end) break;
      this.wake(next);
    }
    this.time = end;
  }

  private next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.sleepers) {
      // Nobody wakes one who waits for ever.
      if (sleeper.at !== Number.POSITIVE_INFINITY && (!first || sleeper.at < first.at)) first = sleeper;
    }
    return first;
  }

  private wake(sleeper: Sleeper): void {
    this.time = Math.max(this.time, sleeper.at);
    sleeper.wake();
  }

  private turn(): void {
    if (this.turning) return;
    this.turning = true;
    const step = () => {
      this.quiet++;
      if (this.quiet > QUIET_TURNS) {
        const next = this.next();
        if (next) this.wake(next);
        this.quiet = 0;
      }
      if (this.next()) setImmediate(step);
      else this.turning = false;
    };
    setImmediate(step);
  }
}

/** Waits until what follows from the last wake-up has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < QUIET_TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}
