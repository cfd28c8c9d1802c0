import { change, type ResourceState } from "../state/resource-state";

/**
 * The resources that a refresh has left, without references to those that are gone. A URN may stand several times, so
 * what counts is whether there is one of it further up in the list, where dependencies stand.
 * @param refreshed - what became of the refreshed ones; undefined for those that are gone
 */
export function rebuiltBase(
  resources: readonly ResourceState[],
  refreshed: ReadonlyMap<ResourceState, ResourceState | undefined>,
): ResourceState[] {
  const kept: ResourceState[] = [];
  const present = new Set<string>();
  for (const old of resources) {
    const state = refreshed.has(old) ? refreshed.get(old) : old;
    if (!state) continue;
    dropReferences(state, present);
    kept.push(state);
    present.add(state.urn);
  }
  return kept;
}

/** Drops references to what is not there; what names only what is there stays as it is. */
export function dropMissing(resources: readonly ResourceState[]): void {
  const present = new Set<string>();
  for (const state of resources) {
    const lists = Object.values(state.propertyDependencies).flat();
    const needed = [...state.dependencies, ...state.replaceWith, ...lists, state.parent, state.deletedWith];
    if (!needed.every((urn) => urn === "" || present.has(urn))) dropReferences(state, present);
    present.add(state.urn);
  }
}

function dropReferences(state: ResourceState, present: ReadonlySet<string>): void {
  const left = (urns: readonly string[]) => urns.filter((urn) => present.has(urn));
  const propertyDependencies: Record<string, readonly string[]> = {};
  for (const [key, urns] of Object.entries(state.propertyDependencies)) {
    if (left(urns).length > 0) propertyDependencies[key] = left(urns);
  }
  change(state, {
    dependencies: left(state.dependencies),
    propertyDependencies,
    replaceWith: left(state.replaceWith),
    deletedWith: present.has(state.deletedWith) ? state.deletedWith : "",
    // Not the parent's parent: so it is in the real engine, too.
    parent: present.has(state.parent) ? state.parent : "",
  });
}
