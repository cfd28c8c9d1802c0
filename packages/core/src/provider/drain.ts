import { reasonOf } from "../reason-of";
import type { Router } from "../router";
import { DEFAULT_CALL_TIMEOUT_MS, within } from "../swap/bounded";
import type { Clock } from "../swap/clock";

/** How a drain ended. */
interface Drained {
  /** Requests that were cut off; 0 is proven by the router's own count. */
  readonly cut: number;
  readonly seconds: number;
  /** The router or the target could not tell: it counts as drained. */
  readonly unproven?: string;
}

/** Pause between two looks at the requests in flight, milliseconds. */
const DRAIN_LOOK_MS = 100;

/**
 * Waits until a generation has no request in flight, at most `timeoutMs`. At the timeout it goes on and says how many
 * were cut off. A router that is gone has nothing in flight.
 */
async function drain(
  router: Router,
  generation: string,
  timeoutMs: number,
  clock: Clock,
  report: (message: string) => void,
): Promise<Drained> {
  const start = clock.now();
  const seconds = () => (clock.now() - start) / 1000;
  for (;;) {
    let inFlight: number | undefined;
    try {
      const left = Math.max(timeoutMs - (clock.now() - start), DRAIN_LOOK_MS);
      const longest = Math.min(DEFAULT_CALL_TIMEOUT_MS, left);
      inFlight = await within(clock, longest, "inFlight", () => router.inFlight(generation));
    } catch (error) {
      return { cut: 0, seconds: seconds(), unproven: reasonOf(error) };
    }
    if (inFlight === 0) {
      return { cut: 0, seconds: seconds() };
    }
    const left = timeoutMs - (clock.now() - start);
    if (left <= 0) {
      return inFlight === undefined
        ? { cut: 0, seconds: seconds(), unproven: "the target cannot count requests in flight" }
        : { cut: inFlight, seconds: seconds() };
    }
    report(`draining ${generation}: ${inFlight ?? "?"} in flight, ${Math.ceil(left / 1000)} s left`);
    await clock.sleep(Math.min(DRAIN_LOOK_MS, left));
  }
}

export type { Drained };
export { drain };
