import { setTimeout as delay } from "node:timers/promises";

const PAUSE_MS = 100;

/**
 * Tries until it succeeds, `retry` refuses the failure, or `limitMs` are over; then the last failure is thrown.
 */
export async function retryFor(
  limitMs: number,
  retry: (error: unknown) => boolean,
  attempt: () => Promise<void>,
): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!retry(error) || Date.now() >= end) throw error;
    }
    await delay(PAUSE_MS);
  }
}
