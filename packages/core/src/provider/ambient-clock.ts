import { type Clock, systemClock } from "../swap/clock";

/** Where an engine that runs providers inside of a test puts the test's clock; also `@anew/engine` names it. */
const PLACE = Symbol.for("anew.clock");

interface Lender {
  getStore(): Clock | undefined;
}

function clock(): Clock {
  return (globalThis as { [PLACE]?: Lender })[PLACE]?.getStore() ?? systemClock;
}

/** The clock of the test that this provider's call is part of; everywhere else the time of this machine. */
const ambientClock: Clock = {
  now: () => clock().now(),
  sleep: (ms, signal) => clock().sleep(ms, signal),
};

export { ambientClock };
