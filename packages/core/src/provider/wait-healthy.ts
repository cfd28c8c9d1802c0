import type { Json } from "../canonical-json";
import { reasonOf } from "../reason-of";
import { DEFAULT_CALL_TIMEOUT_MS, RouterTimeout, within } from "../swap/bounded";
import type { Clock } from "../swap/clock";
import type { GateTiming } from "./inputs";
import type { Session } from "./platform";

/** A generation did not prove healthy in time. */
class NotHealthy extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotHealthy";
  }
}

/** How long the same state may go without another line, milliseconds: a wait must be seen to last. */
const REPORT_EVERY_MS = 5_000;

/**
 * Waits until a generation was healthy `healthyAfter` times in a row, one look each interval.
 * @throws NotHealthy at the timeout, with what the target says about the generation.
 */
async function waitHealthy(
  session: Session,
  generation: string,
  identity: Json,
  timing: GateTiming,
  clock: Clock,
  report: (message: string) => void,
): Promise<void> {
  const start = clock.now();
  const deadline = start + timing.timeoutMs;
  let good = 0;
  let ready = 0;
  let last = "no answer yet";
  let seen: string | undefined;
  let reported = "";
  for (;;) {
    try {
      // A look that hangs may not take longer than there is time for looks.
      const longest = Math.min(DEFAULT_CALL_TIMEOUT_MS, Math.max(deadline - clock.now(), timing.intervalMs));
      const health = await within(clock, longest, "health", () => session.health(generation, identity));
      good = health.healthy ? good + 1 : 0;
      ready = health.ready;
      seen = `${health.ready} of ${health.of} ready: ${health.detail}`;
      last = seen;
    } catch (error) {
      good = 0;
      last = reasonOf(error);
      // A look without an answer must not hide what the ones before it found.
      if (!(error instanceof RouterTimeout)) {
        seen = last;
      } else if (seen !== undefined) {
        last = `${last}; before that ${seen}`;
      }
    }
    if (good >= timing.healthyAfter) {
      return;
    }
    const left = deadline - clock.now();
    if (left <= 0) {
      const why = await session
        .explain(identity)
        .catch((error) => `nothing more is known: ${reasonOf(error)}`);
      throw new NotHealthy(
        `generation ${generation} did not become healthy within ${timing.timeoutMs / 1000} s (${last})\n${why}`,
      );
    }
    const waited = clock.now() - start;
    const state = `${good}, ${ready}, ${Math.floor(waited / REPORT_EVERY_MS)}`;
    if (state !== reported) {
      reported = state;
      report(`waiting for health ${good}/${timing.healthyAfter}: ${last} (${Math.round(waited / 1000)} s)`);
    }
    await clock.sleep(Math.min(timing.intervalMs, left));
  }
}

export { NotHealthy, waitHealthy };
