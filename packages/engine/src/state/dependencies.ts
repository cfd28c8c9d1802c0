import { parseProviderReference } from "../provider-reference";
import type { ResourceState } from "./resource-state";

/** The URNs that a resource needs apart from its parent: its provider, dependencies, deletedWith and replaceWith. */
export function dependencyUrns(state: ResourceState): Set<string> {
  const urns = new Set<string>(state.dependencies);
  for (const list of Object.values(state.propertyDependencies)) for (const urn of list) urns.add(urn);
  for (const urn of state.replaceWith) urns.add(urn);
  if (state.deletedWith) urns.add(state.deletedWith);
  if (state.provider) urns.add(parseProviderReference(state.provider).urn);
  urns.delete("");
  return urns;
}

/** Who depends on whom among resources in the order of a checkpoint: dependencies come first. */
export class DependencyGraph {
  private readonly index = new Map<ResourceState, number>();
  private readonly byUrn = new Map<string, ResourceState[]>();
  private readonly childrenOf = new Map<string, ResourceState[]>();

  constructor(private readonly resources: readonly ResourceState[]) {
    const parents = new Map<string, string>();
    resources.forEach((state, position) => {
      this.index.set(state, position);
      append(this.byUrn, state.urn, state);
      parents.set(state.urn, state.parent);
      for (let urn = state.parent; urn; urn = parents.get(urn) ?? "") append(this.childrenOf, urn, state);
    });
  }

  /** Lets a state stand where another one does. */
  alias(state: ResourceState, original: ResourceState): void {
    const position = this.index.get(original);
    if (position !== undefined) this.index.set(state, position);
  }

  /** Where the resource stands in the state; 0 for one that is not in it. */
  position(state: ResourceState): number {
    return this.index.get(state) ?? 0;
  }

  contains(state: ResourceState): boolean {
    return this.index.has(state);
  }

  /** Everything later that depends on the resource, directly or not. */
  dependents(root: ResourceState, ignore: ReadonlySet<string>, includeChildren = false): ResourceState[] {
    const position = this.index.get(root);
    if (position === undefined) return [];
    const found: ResourceState[] = [];
    const urns = new Set([root.urn]);
    for (const candidate of this.resources.slice(position + 1)) {
      if (ignore.has(candidate.urn)) continue;
      const needs = [...dependencyUrns(candidate)].some((urn) => urns.has(urn));
      if (!needs && !(includeChildren && urns.has(candidate.parent))) continue;
      found.push(candidate);
      urns.add(candidate.urn);
    }
    return found;
  }

  /**
   * What must outlive the resource: its earlier dependencies with, for components among them, their descendants,
   * and its parent.
   */
  dependencies(state: ResourceState): Set<ResourceState> {
    const position = this.index.get(state) ?? 0;
    const found = new Set<ResourceState>();
    const earlier = (candidate: ResourceState) => (this.index.get(candidate) ?? 0) < position;
    for (const urn of dependencyUrns(state)) {
      for (const candidate of this.byUrn.get(urn) ?? []) {
        if (!earlier(candidate)) continue;
        found.add(candidate);
        if (candidate.custom) continue;
        for (const child of this.childrenOf.get(urn) ?? []) if (earlier(child)) found.add(child);
      }
    }
    for (const parent of this.byUrn.get(state.parent) ?? []) if (earlier(parent)) found.add(parent);
    return found;
  }

  /** All that the resource needs, directly or not, with parents. */
  transitiveDependencies(state: ResourceState): Set<ResourceState> {
    const found = new Set<ResourceState>();
    const frontier = [state];
    for (let next = frontier.pop(); next; next = frontier.pop()) {
      for (const dependency of this.dependencies(next)) {
        if (found.has(dependency)) continue;
        found.add(dependency);
        frontier.push(dependency);
      }
    }
    return found;
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
