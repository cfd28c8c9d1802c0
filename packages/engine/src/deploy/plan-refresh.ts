import { isProviderType } from "../provider-reference";
import type { ResourceState } from "../state/resource-state";
import type { Decision, Planned, Planning } from "./planning";
import type { RefreshStep } from "./step";

/** Reads a resource again before anything else is decided about it. */
export function refreshSteps(
  { run, record }: Planning,
  { goal, urn, old, state }: Decision,
  next: (refreshed: ResourceState | undefined) => Promise<Planned>,
): Planned {
  if (!old) throw new Error(`${urn} has no state to refresh`);
  const internal = !goal.custom || isProviderType(goal.type);
  record.refreshes.add(urn);
  const step: RefreshStep = {
    op: "refresh",
    urn,
    logical: false,
    old,
    goal: state,
    internal,
    counts: run.options.mode === "refresh",
    refreshed: { result: "same" },
  };
  return {
    steps: [step],
    next: () => {
      const { state: refreshed } = step.refreshed;
      if (refreshed) {
        record.refreshed.set(old, refreshed);
        run.base.graph.alias(refreshed, old);
      }
      return next(refreshed);
    },
  };
}
