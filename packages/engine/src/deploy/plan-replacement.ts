import type { DiffResult } from "../provider";
import type { ResourceState } from "../state/resource-state";
import { bare, type PropertyValue } from "../values";
import { cascadeReplacements, dependentReplacements } from "./dependent-replacements";
import { Bail } from "./diagnostics";
import { check, reportFailures } from "./plan-check";
import { bail, type Decision, isReplaceTarget, type Planning, refuse } from "./planning";
import { deleteBefore, protectedDependent, protectedReplacement, replacement } from "./replacement-steps";
import type { Step } from "./step";

/** The steps of a replacement: what it deletes before, and its own two. */
export async function planReplacement(
  planning: Planning,
  decision: Decision,
  old: ResourceState,
  diff: DiffResult,
): Promise<Step[]> {
  const { goal, urn, state, done } = decision;
  const { record, run } = planning;
  if (state.protect && old.protect && !run.options.ignoreProtect) {
    refuse(planning, urn, protectedReplacement(urn));
  }
  if (goal.importId !== "") refuseImported(planning, decision, diff, old);
  record.replaces.add(urn);
  // The inputs of a replacement that was asked for were checked without the old ones already.
  if (goal.custom && !isReplaceTarget(planning, urn, old)) {
    const result = await check(planning, decision, goal.inputs, undefined);
    if (reportFailures(planning, decision, result.failures))
      throw new Bail(`resource ${urn} has check errors`);
    Object.assign(state, { inputs: result.inputs });
  }
  if (!(goal.deleteBeforeReplace ?? diff.deleteBeforeReplace))
    return replacement(old, state, diff, true, done);
  const steps = await deleteDependents(planning, urn, old);
  await run.registry.ensure(old.provider, (provider) => run.base.find(provider));
  if (!old.pendingReplacement) {
    record.deletes.add(old.urn);
    steps.push(deleteBefore(old));
  }
  return [...steps, ...replacement(old, state, diff, false, done)];
}

async function deleteDependents(planning: Planning, urn: string, old: ResourceState): Promise<Step[]> {
  const { record, run } = planning;
  const dependents = run.base.graph.contains(old) ? await dependentReplacements(run, record, old) : [];
  const steps: Step[] = [];
  for (const dependent of [...dependents, ...cascadeReplacements(run, urn)].reverse()) {
    if (record.deletedStates.has(dependent)) continue;
    if (dependent.protect && !dependent.delete && !run.options.ignoreProtect) {
      throw bail(planning, urn, protectedDependent(dependent.urn, urn));
    }
    steps.push(deleteBefore(dependent));
    record.deletes.add(dependent.urn);
    record.deletedStates.add(dependent);
  }
  return steps;
}

function refuseImported(
  { run }: Planning,
  { urn, state }: Decision,
  diff: DiffResult,
  old: ResourceState,
): void {
  const changes = diff.replaces.map((key) => {
    const text = (value: PropertyValue | undefined) =>
      value === undefined ? "nothing" : JSON.stringify(bare(value));
    return `${key}: ${text(old.inputs[key])} => ${text(state.inputs[key])}`;
  });
  const message =
    "previously-imported resources that still specify an ID may not be replaced; " +
    `please remove the \`import\` declaration from your program;\n${changes.join("\n")}`;
  if (!run.options.preview) throw new Error(message);
  run.diagnostics.warning(urn, message);
}
