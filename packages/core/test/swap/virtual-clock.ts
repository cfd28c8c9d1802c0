import type { Clock } from "../../src/swap/clock";

/** Time that stands still until it is told to go on to the next thing that somebody waits for. */
export class VirtualClock implements Clock {
  private time = 0;
  private waiting: { at: number; wake: () => void }[] = [];

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const entry = { at: this.time + ms, wake: resolve };
      this.waiting.push(entry);
      signal?.addEventListener("abort", () => {
        this.waiting = this.waiting.filter((one) => one !== entry);
        resolve();
      });
    });
  }

  /** Runs `work` to its end, or until nothing can happen any more (`"stuck"`). */
  async run<T>(work: Promise<T>): Promise<{ value: T } | { error: unknown } | "stuck"> {
    let outcome: { value: T } | { error: unknown } | undefined;
    work.then(
      (value) => {
        outcome = { value };
      },
      (error) => {
        outcome = { error };
      },
    );
    for (;;) {
      await settle();
      if (outcome !== undefined) {
        return outcome;
      }
      const next = this.waiting.sort((a, b) => a.at - b.at).shift();
      if (next === undefined) {
        return "stuck";
      }
      this.time = Math.max(this.time, next.at);
      next.wake();
    }
  }
}

/** Lets everything that is ready run: a turn of the event loop comes after all its microtasks. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
