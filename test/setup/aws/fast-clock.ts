import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "@anew/core";

/** Time that passes faster than it does, for code that talks to a real server while it waits. */
export class FastClock implements Clock {
  private readonly start = Date.now();

  /** @param speed how many milliseconds pass in one */
  constructor(private readonly speed: number) {}

  now(): number {
    return this.start + (Date.now() - this.start) * this.speed;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await delay(ms / this.speed, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}
