import type { ResourceState } from "../state/resource-state";
import type { Goal } from "./goal";
import type { Decision, Done, Planned, Planning } from "./planning";
import type { Step } from "./step";

/** Whether a registration takes over something that exists already: it names an id that is not the old one's. */
export function isImport(goal: Goal, old: ResourceState | undefined): boolean {
  if (!goal.custom || goal.importId === "") return false;
  return !old || old.external || (old.importId || old.id) !== goal.importId;
}

/** Reads what exists; then it is the old state of an ordinary registration. */
export function importSteps(
  { record }: Planning,
  { urn, old, state, done }: Decision,
  next: (imported: ResourceState) => Promise<Planned>,
): Planned {
  record.imports.add(urn);
  // The registration is answered by what comes next, unless nothing does.
  const failed: Done = (result) => result.failure && done(result);
  const common = { urn, new: state, done: failed };
  const then = { next: () => next(state) };
  if (!old || record.deletes.has(urn))
    return { steps: [{ op: "import", logical: true, ...common }], ...then };
  const steps: Step[] = [
    { op: "import-replacement", logical: false, old, ...common },
    { op: "replace", urn, logical: true, old, new: state },
  ];
  return { steps, ...then };
}
