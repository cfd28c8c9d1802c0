import { isProviderType, parseProviderReference } from "../provider-reference";
import type { ResourceState } from "../state/resource-state";
import { mapEntries, type PropertyMap, UNKNOWN } from "../values";
import type { PlanRecord } from "./plan-record";
import { applyReplaceOnChanges, demandsReplacement } from "./replace-on-changes";
import { providerDiff } from "./resource-diff";
import type { RunContext } from "./run-context";

/**
 * The resources that must be deleted before one that is deleted before its replacement: those that its replacement
 * would replace too, in the order of the state.
 */
export async function dependentReplacements(
  run: RunContext,
  record: PlanRecord,
  root: ResourceState,
): Promise<ResourceState[]> {
  const condemned = new Set([root.urn]);
  const found: ResourceState[] = [];
  for (const candidate of run.base.graph.dependents(root, record.settled())) {
    if (!(await mustBeReplaced(run, candidate, condemned))) continue;
    found.push(candidate);
    condemned.add(candidate.urn);
  }
  return found;
}

async function mustBeReplaced(
  run: RunContext,
  state: ResourceState,
  condemned: ReadonlySet<string>,
): Promise<boolean> {
  if (!state.custom || state.external) return false;
  const ensure = () => run.registry.ensure(state.provider, (urn) => run.base.find(urn));
  if (state.provider && condemned.has(parseProviderReference(state.provider).urn)) {
    await ensure();
    return true;
  }
  if (state.deletedWith && condemned.has(state.deletedWith)) return true;
  const inputs = withUnknowns(state, condemned);
  if (!inputs) return false;
  if (isProviderType(state.type)) await run.registry.same(state.urn, state.id, state.inputs);
  else await ensure();
  const diff = await providerDiff(run, state, state.urn, inputs, state.ignoreChanges, true);
  return demandsReplacement(applyReplaceOnChanges(diff, state.replaceOnChanges, false));
}

/** The inputs as they will be while what they depend on is being replaced; undefined when nothing of it is. */
function withUnknowns(state: ResourceState, condemned: ReadonlySet<string>): PropertyMap | undefined {
  const depends = (key: string) => (state.propertyDependencies[key] ?? []).some((urn) => condemned.has(urn));
  if (!Object.keys(state.inputs).some(depends)) return undefined;
  return mapEntries(state.inputs, (value, key) => (depends(key) ? UNKNOWN : value));
}

/** The resources that name one in `replaceWith` or `deletedWith`. */
export function cascadeReplacements(run: RunContext, urn: string): ResourceState[] {
  const found = new Map<string, ResourceState>();
  for (const state of [...run.news.values(), ...run.base.all()]) {
    if (found.has(state.urn)) continue;
    if (state.replaceWith.includes(urn) || state.deletedWith === urn) found.set(state.urn, state);
  }
  return [...found.values()];
}
