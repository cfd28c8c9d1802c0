import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "./clock";

/**
 * Where code finds the clock of the call that it is part of. A symbol of the whole process, because dynamic providers
 * are loaded by themselves and know nothing of this engine; `@anew/core`'s look here.
 */
const PLACE = Symbol.for("anew.clock");

const shared = globalThis as { [PLACE]?: AsyncLocalStorage<Clock> };
shared[PLACE] ??= new AsyncLocalStorage<Clock>();
const clocks = shared[PLACE];

/** Calls a function that finds this clock, as does all that it starts; without a clock it finds real time. */
export function onClock<T>(clock: Clock | undefined, call: () => T): T {
  return clock ? clocks.run(clock, call) : call();
}
