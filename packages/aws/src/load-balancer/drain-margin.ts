/**
 * How much longer than the load balancer itself a drain waits, milliseconds: the targets have to be taken out first, and
 * the last word of the load balancer has to arrive.
 */
const DRAIN_MARGIN_MS = 60_000;

export { DRAIN_MARGIN_MS };
