import { formatProviderReference, parseProviderReference } from "../provider-reference";
import { createUrn, STACK_TYPE, urnName, urnQualifiedType, urnType } from "../urn";
import type { ResourceState } from "./resource-state";

/**
 * The resources as they are written: who was found by an alias stands under the new URN only, and so do all who refer
 * to it, those that this run has not seen yet included.
 */
export function withNormalUrns(resources: readonly ResourceState[]): readonly ResourceState[] {
  const renamed = renamedUrns(resources);
  if (renamed.size === 0) return resources;
  return resources.map((state) => normal(state, (urn) => renamed.get(urn) ?? urn));
}

function renamedUrns(resources: readonly ResourceState[]): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const state of resources) {
    for (const alias of state.aliases) renamed.set(alias, state.urn);
    const parent = renamed.get(state.parent);
    if (parent === undefined || urnQualifiedType(parent) === STACK_TYPE) continue;
    const [, , stack = ""] = (state.urn.split("::")[0] ?? "").split(":");
    const project = state.urn.split("::")[1] ?? "";
    const urn = createUrn(stack, project, parent, urnType(state.urn), urnName(state.urn));
    if (urn !== state.urn) renamed.set(state.urn, urn);
  }
  return renamed;
}

function normal(state: ResourceState, fix: (urn: string) => string): ResourceState {
  const propertyDependencies: Record<string, readonly string[]> = {};
  for (const [key, urns] of Object.entries(state.propertyDependencies))
    propertyDependencies[key] = urns.map(fix);
  const next: ResourceState = {
    ...state,
    urn: fix(state.urn),
    parent: fix(state.parent),
    provider: fixProvider(state.provider, fix),
    dependencies: state.dependencies.map(fix),
    propertyDependencies,
    deletedWith: fix(state.deletedWith),
    replaceWith: state.replaceWith.map(fix),
    aliases: [],
  };
  // The same object where nothing changed: what is known about it stays known.
  return sameReferences(state, next) ? state : next;
}

function fixProvider(reference: string, fix: (urn: string) => string): string {
  if (reference === "") return "";
  const { urn, id } = parseProviderReference(reference);
  return formatProviderReference(fix(urn), id);
}

function sameReferences(a: ResourceState, b: ResourceState): boolean {
  const references = (state: ResourceState) =>
    JSON.stringify([
      state.urn,
      state.parent,
      state.provider,
      state.dependencies,
      state.propertyDependencies,
      state.deletedWith,
      state.replaceWith,
      state.aliases,
    ]);
  return references(a) === references(b);
}
