import { setTimeout as delay } from "node:timers/promises";

const POLL_MILLISECONDS = 50;

/** Waits until the condition holds; false when it did not within the time. */
export async function waitFor(
  condition: () => boolean | Promise<boolean>,
  milliseconds: number,
): Promise<boolean> {
  const end = Date.now() + milliseconds;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() >= end) return false;
    await delay(POLL_MILLISECONDS);
  }
}
