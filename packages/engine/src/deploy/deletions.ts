import type { DependencyGraph } from "../state/dependencies";
import type { ResourceState } from "../state/resource-state";
import { Bail } from "./diagnostics";
import type { PlanRecord } from "./plan-record";
import type { Planning } from "./planning";
import type { SameStep, Step } from "./step";
import { deletable } from "./targets/deletable";
import { untargetedSame } from "./targets/untargeted";

/** What a run ends with. */
export interface Deletions {
  /** What is not deleted because the run is not about it, and the program does not register: it stays as it is. */
  readonly sames: readonly SameStep[];
  readonly steps: readonly Step[];
}

/**
 * The deletions that a run ends with: of what was replaced, and of what the program no longer has.
 * @throws Bail when it would delete what is no target
 */
export async function planDeletions(planning: Planning): Promise<Deletions> {
  const { run, record } = planning;
  const mayGo = await deletable(planning);
  const steps: Step[] = [];
  const sames: SameStep[] = [];
  for (const before of run.base.resources) {
    if (!mayGo(before)) {
      if (!record.keeps(before.urn)) sames.push(untargetedSame(before));
      continue;
    }
    const old = record.refreshed.get(before) ?? before;
    const step = deletionOf(old, record);
    if (!step) continue;
    record.deletes.add(old.urn);
    steps.push(step);
    await run.registry.ensure(old.provider, (urn) => run.base.find(urn));
  }
  for (const state of record.toDelete) {
    if (!mayGo(state)) continue;
    record.deletes.add(state.urn);
    steps.push(deletion(state));
  }
  refuseUntargeted(planning, steps);
  return { sames, steps };
}

function deletionOf(old: ResourceState, record: PlanRecord): Step | undefined {
  const { urn } = old;
  if (old.delete) {
    if (record.deletedStates.has(old)) return undefined;
    const op = old.external ? "discard-replaced" : "delete-replaced";
    return { op, urn, logical: false, old, pendingReplacement: false };
  }
  if (record.keeps(urn)) return undefined;
  if (old.pendingReplacement) return { op: "remove-pending-replace", urn, logical: false, old };
  return deletion(old);
}

function deletion(old: ResourceState): Step {
  const op = old.external ? "discard" : "delete";
  return { op, urn: old.urn, logical: true, old, pendingReplacement: false };
}

/** What needs a target goes with it only when the user says so. */
function refuseUntargeted({ run, record }: Planning, steps: readonly Step[]): void {
  const { targets, targetDependents } = run.options.selection;
  if (targetDependents) return;
  const untargeted = steps.filter(({ urn }) => !targets.contains(urn));
  for (const { urn } of untargeted) {
    const fix = "Either include resource in --target list or pass --target-dependents to proceed.";
    const message = `Resource '${urn}' will be destroyed but was not specified in --target list.`;
    run.diagnostics.error(urn, `${message}\n${fix}`);
  }
  if (untargeted.length === 0) return;
  record.sawError = true;
  if (!run.options.preview) throw new Bail("delete untargeted resource");
}

/** Deletions in groups that can be done at once: what depends on others goes before them. */
export function scheduleDeletions(graph: DependencyGraph, steps: readonly Step[]): Step[][] {
  const ordered = steps
    .map((step) => ({ step, position: graph.position(step.old!) }))
    .sort((a, b) => a.position - b.position);
  // Dependencies stand earlier in the state, so one pass finds how deep each resource stands upon others of the list.
  const levels = new Map<number, number>();
  const groups: Step[][] = [];
  for (const { step, position } of ordered) {
    let level = 0;
    for (const dependency of graph.dependencies(step.old!)) {
      const below = levels.get(graph.position(dependency));
      if (below !== undefined) level = Math.max(level, below + 1);
    }
    levels.set(position, level);
    const group = groups[level];
    if (group) group.push(step);
    else groups[level] = [step];
  }
  // Within a group the newest goes first, as the state lists it.
  return groups.map((group) => group.reverse()).reverse();
}
