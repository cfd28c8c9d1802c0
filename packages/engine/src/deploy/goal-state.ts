import { newState, type ResourceState } from "../state/resource-state";
import type { Goal } from "./goal";

/** What a resource becomes if everything goes as the program asks; its id and outputs are still to come. */
export function stateOf(
  urn: string,
  goal: Goal,
  old: ResourceState | undefined,
  alias: string | undefined,
): ResourceState {
  return newState({
    urn,
    type: goal.type,
    custom: goal.custom,
    inputs: goal.inputs,
    parent: goal.parent,
    protect: goal.protect ?? false,
    dependencies: goal.dependencies,
    propertyDependencies: goal.propertyDependencies,
    provider: goal.provider,
    additionalSecretOutputs: goal.additionalSecretOutputs,
    aliases: alias ? [alias] : [],
    customTimeouts: goal.customTimeouts,
    importId: goal.importId,
    retainOnDelete: goal.retainOnDelete ?? false,
    deletedWith: goal.deletedWith,
    replaceWith: goal.replaceWith,
    replacementTrigger: goal.replacementTrigger,
    ...(old?.created ? { created: old.created } : {}),
    ...(old?.modified ? { modified: old.modified } : {}),
    ignoreChanges: goal.ignoreChanges,
    replaceOnChanges: goal.replaceOnChanges,
    hooks: goal.hooks,
    refreshBeforeUpdate: old?.refreshBeforeUpdate ?? false,
    rest: goal.sourcePosition ? { sourcePosition: goal.sourcePosition } : {},
  });
}
