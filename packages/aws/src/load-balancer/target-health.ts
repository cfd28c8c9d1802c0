import type { Health } from "@anew/core";
import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";

/** States in which a target no longer belongs to its generation: the load balancer only waits for its last requests. */
const LEAVING: readonly unknown[] = ["draining", "unused"];
/** Reasons that are shown at most. */
const SHOWN = 3;

/**
 * How a generation does, as its load balancer sees it.
 * @param targets undefined where the target group is gone
 * @param wanted targets that the generation has to have
 */
function healthOfTargets(targets: readonly TargetHealthDescription[] | undefined, wanted: number): Health {
  if (targets === undefined) {
    return { healthy: false, ready: 0, of: wanted, detail: "its target group is gone" };
  }
  const staying = targets.filter(({ TargetHealth }) => !LEAVING.includes(TargetHealth?.State));
  const ready = staying.filter(({ TargetHealth }) => TargetHealth?.State === "healthy").length;
  const of = Math.max(wanted, staying.length);
  const healthy = ready >= wanted && ready === staying.length && wanted > 0;
  return { healthy, ready, of, detail: healthy ? "all targets healthy" : troubleOf(staying, wanted) };
}

function troubleOf(staying: readonly TargetHealthDescription[], wanted: number): string {
  if (staying.length === 0) {
    return "no target is registered yet";
  }
  const bad = staying.filter(({ TargetHealth }) => TargetHealth?.State !== "healthy");
  if (bad.length === 0) {
    return `${staying.length} of ${wanted} targets registered`;
  }
  const told = bad.slice(0, SHOWN).map(({ Target, TargetHealth }) => {
    const { State, Reason, Description } = TargetHealth ?? {};
    const why = [Reason, Description].filter(Boolean).join(": ");
    return `${Target?.Id ?? "a target"} is ${State ?? "unknown"}${why === "" ? "" : ` (${why})`}`;
  });
  return told.join("; ") + (bad.length > SHOWN ? `; and ${bad.length - SHOWN} more` : "");
}

/** Targets that may still have a request in flight: those that the load balancer has not let go of. */
function inFlightTargets(targets: readonly TargetHealthDescription[] | undefined): number {
  return (targets ?? []).filter(({ TargetHealth }) => TargetHealth?.State !== "unused").length;
}

export { healthOfTargets, inFlightTargets };
