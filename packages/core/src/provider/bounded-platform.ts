import { bounded, DEFAULT_CALL_TIMEOUT_MS, within } from "../swap/bounded";
import type { Clock } from "../swap/clock";
import type { Platform, Session, SessionInputs } from "./platform";

/**
 * The longest that a call to a platform may take which does several things, such as to attach all servers of a
 * generation, milliseconds. Targets bound each of those by themselves.
 */
const LONG_CALL_TIMEOUT_MS = 120_000;

/** Opens a platform none of whose calls takes for ever: one that hangs must not hang the gate, the drain or the switch. */
async function openBounded(platform: Platform, inputs: SessionInputs, clock: Clock): Promise<Session> {
  const long = <T>(call: string, run: () => Promise<T>, ms = LONG_CALL_TIMEOUT_MS): Promise<T> =>
    within(clock, ms, call, run, "the platform");
  const short = <T>(call: string, run: () => Promise<T>): Promise<T> =>
    long(call, run, DEFAULT_CALL_TIMEOUT_MS);
  const session = await long("open", () => platform.open(inputs));
  const { beforeSwitch, afterSwitch, brokenLimits, fetch } = session;
  return {
    ...(session.router ? { router: bounded(session.router, clock) } : {}),
    join: (generation, identity) => long("join", () => session.join(generation, identity)),
    replaced: (generation, identity) => long("replaced", () => session.replaced(generation, identity)),
    leave: (generation) => long("leave", () => session.leave(generation)),
    preview: (generation) => long("preview", () => session.preview(generation)),
    committed: () => long("committed", () => session.committed()),
    stopTraffic: () => long("stopTraffic", () => session.stopTraffic()),
    health: (generation, identity) => short("health", () => session.health(generation, identity)),
    explain: (identity) => short("explain", () => session.explain(identity)),
    running: (identity) => short("running", () => session.running(identity)),
    start: (identity) => long("start", () => session.start(identity)),
    stop: (identity, gracePeriodMs) =>
      long("stop", () => session.stop(identity, gracePeriodMs), gracePeriodMs + LONG_CALL_TIMEOUT_MS),
    imageProblem: (image) => long("imageProblem", () => session.imageProblem(image)),
    orphans: (known, declared) => long("orphans", () => session.orphans(known, declared)),
    removeOrphan: (orphan) => long("removeOrphan", () => session.removeOrphan(orphan)),
    // A group's own proofs have their own time.
    ...(beforeSwitch && { beforeSwitch: beforeSwitch.bind(session) }),
    ...(afterSwitch && { afterSwitch: afterSwitch.bind(session) }),
    ...(brokenLimits && { brokenLimits: () => short("brokenLimits", () => brokenLimits.call(session)) }),
    ...(fetch && { fetch: (url) => short("fetch", () => fetch.call(session, url)) }),
    // Nothing depends on how it ends.
    close: () => short("close", () => session.close()).catch(() => undefined),
  };
}

export { LONG_CALL_TIMEOUT_MS, openBounded };
