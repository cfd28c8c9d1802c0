import { createUrn, STACK_TYPE, urnName, urnQualifiedType, urnType } from "../urn";
import type { Alias, Goal } from "./goal";

/** Where a run takes place. */
export interface Place {
  readonly project: string;
  readonly stack: string;
}

/**
 * The URNs under which a resource may stand in the old state, apart from its own: its aliases, and those that follow
 * from an alias under which its parent was found.
 * @param found - the old URN of each resource of this run that was found by an alias
 */
export function aliasUrns(
  goal: Pick<Goal, "aliases" | "type" | "name" | "parent">,
  place: Place,
  found: ReadonlyMap<string, string>,
): string[] {
  const own = goal.aliases.map((alias) => aliasUrn(alias, goal, place, found));
  const urns = new Set(own);
  const parentAlias = found.get(goal.parent);
  if (parentAlias !== undefined) {
    const parentName = urnName(goal.parent);
    urns.add(inheritedUrn(goal.type, goal.name, parentName, parentAlias, place));
    for (const urn of own) urns.add(inheritedUrn(urnType(urn), urnName(urn), parentName, parentAlias, place));
  }
  return [...urns];
}

function aliasUrn(
  alias: Alias,
  goal: Pick<Goal, "type" | "name" | "parent">,
  place: Place,
  found: ReadonlyMap<string, string>,
): string {
  if ("urn" in alias) return alias.urn;
  let parent = alias.parent ? (found.get(alias.parent) ?? alias.parent) : goal.parent;
  if (alias.noParent || urnQualifiedType(parent) === STACK_TYPE) parent = "";
  const stack = alias.stack || place.stack;
  const project = alias.project || place.project;
  return createUrn(stack, project, parent, alias.type || goal.type, alias.name || goal.name);
}

/** A child whose name begins with its parent's had the old parent's name there. */
function inheritedUrn(
  type: string,
  name: string,
  parentName: string,
  parentAlias: string,
  place: Place,
): string {
  const oldName = name.startsWith(parentName) ? urnName(parentAlias) + name.slice(parentName.length) : name;
  return createUrn(place.stack, place.project, parentAlias, type, oldName);
}
