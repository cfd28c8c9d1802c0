import type { Router } from "../router";
import type { Clock } from "./clock";

/** The longest that one call to a router may take, milliseconds. */
const DEFAULT_CALL_TIMEOUT_MS = 30_000;

/** A router or a platform did not answer in time. */
class RouterTimeout extends Error {
  constructor(call: string, ms: number, who = "the router") {
    super(`${who} did not answer "${call}" within ${ms / 1000} s`);
    this.name = "RouterTimeout";
  }
}

/** The answer of a call, or a {@link RouterTimeout} when there is none within `ms` milliseconds. */
async function within<T>(
  clock: Clock,
  ms: number,
  call: string,
  run: () => Promise<T>,
  who = "the router",
): Promise<T> {
  const answered = new AbortController();
  const late = clock.sleep(ms, answered.signal).then(() => {
    throw new RouterTimeout(call, ms, who);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([run(), late]);
  } finally {
    answered.abort();
  }
}

/** A router none of whose calls takes longer than `ms`: one that hangs must not hang the swap. */
function bounded(router: Router, clock: Clock, ms: number = DEFAULT_CALL_TIMEOUT_MS): Router {
  const call = <T>(name: string, run: () => Promise<T>): Promise<T> => within(clock, ms, name, run);
  const written = router.written?.bind(router);
  return {
    read: () => call("read", () => router.read()),
    shift: (split) => call("shift", () => router.shift(split)),
    health: (generation) => call("health", () => router.health(generation)),
    inFlight: (generation) => call("inFlight", () => router.inFlight(generation)),
    sample: (generation) => call("sample", () => router.sample(generation)),
    ...(written ? { written: () => call("written", () => written()) } : {}),
  };
}

export { bounded, DEFAULT_CALL_TIMEOUT_MS, RouterTimeout, within };
