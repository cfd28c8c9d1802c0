import type { Duration } from "@anew/core";

// What HAProxy itself does, the same for all groups: a running HAProxy cannot change these per server. The gate counts
// its own consecutive results (`healthyAfter` × `interval`) on top of them.

/** Between two checks of a server whose state is settled. */
const CHECK_INTERVAL: Duration = "1 second";
/** Between two checks of a server that is down, or that is just changing. */
const CHECK_INTERVAL_UNSETTLED: Duration = "250 milliseconds";
/** A check without an answer after this long has failed. */
const CHECK_TIMEOUT: Duration = "5 seconds";
/** Consecutive checks that make a server healthy. */
const CHECK_RISE = 2;
/** Consecutive failed checks that make a server unhealthy. */
const CHECK_FALL = 3;
/** Between two questions to Docker's DNS for a server's address. */
const RESOLVE_INTERVAL: Duration = "300 milliseconds";
/** How long an address is kept that Docker's DNS no longer knows: then the container has stopped. */
const FORGET_AFTER: Duration = "250 milliseconds";

export {
  CHECK_FALL,
  CHECK_INTERVAL,
  CHECK_INTERVAL_UNSETTLED,
  CHECK_RISE,
  CHECK_TIMEOUT,
  FORGET_AFTER,
  RESOLVE_INTERVAL,
};
