import { DependencyGraph } from "../../state/dependencies";
import type { ResourceState } from "../../state/resource-state";
import { cascadeReplacements, dependentReplacements } from "../dependent-replacements";
import type { Planning } from "../planning";

/** Which resources may be deleted in this run: targets take along what needs them, exclusions keep what they need. */
export async function deletable(planning: Planning): Promise<(state: ResourceState) => boolean> {
  const { targets, excludes } = planning.run.options.selection;
  if (targets.constrained) {
    const allowed = await withDependents(planning);
    return ({ urn }) => allowed.has(urn);
  }
  if (excludes.constrained) {
    const kept = withDependencies(planning);
    return ({ urn }) => !kept.has(urn);
  }
  return () => true;
}

/** The graph of what is to be deleted, among it what a destroying program has just registered. */
export function graphForDeletions({ run, record }: Planning): DependencyGraph {
  const graph = new DependencyGraph([...record.toDelete, ...run.base.resources]);
  for (const [old, refreshed] of record.refreshed) graph.alias(refreshed, old);
  return graph;
}

async function withDependents(planning: Planning): Promise<Set<string>> {
  const { run, record } = planning;
  const { targets } = run.options.selection;
  const graph = graphForDeletions(planning);
  const frontier = run.base.resources.filter(({ urn }) => targets.contains(urn));
  const found = new Set<string>();
  for (let next = frontier.shift(); next; next = frontier.shift()) {
    if (found.has(next.urn)) continue;
    found.add(next.urn);
    frontier.push(...graph.dependents(next, found, true));
  }
  const allowed = new Set<string>();
  for (const state of run.base.resources.filter(({ urn }) => found.has(urn))) {
    allowed.add(state.urn);
    const replaced = await dependentReplacements(run, record, state);
    for (const { urn } of [...replaced, ...cascadeReplacements(run, state.urn)]) allowed.add(urn);
  }
  return allowed;
}

function withDependencies(planning: Planning): Set<string> {
  const { run } = planning;
  const { excludes, excludeDependents } = run.options.selection;
  const graph = graphForDeletions(planning);
  const frontier = run.base.resources.filter(({ urn }) => excludes.contains(urn));
  const kept = new Set<string>();
  for (let next = frontier.shift(); next; next = frontier.shift()) {
    if (kept.has(next.urn)) continue;
    kept.add(next.urn);
    frontier.push(...graph.dependencies(next));
    if (excludeDependents) frontier.push(...graph.dependents(next, kept, true));
  }
  return new Set([...kept].filter((urn) => run.base.find(urn)));
}
