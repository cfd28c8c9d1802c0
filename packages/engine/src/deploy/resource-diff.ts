import type { DiffResult, PropertyDiff } from "../provider";
import { isProviderType } from "../provider-reference";
import { UNKNOWN_DIFF } from "../providers/provider-client";
import type { ResourceState } from "../state/resource-state";
import {
  changedKeys,
  diffMaps,
  formatPath,
  mapEntries,
  mapWithoutSecrets,
  type PropertyMap,
  withoutOutputValues,
} from "../values";
import { ignoreChanges } from "./ignore-changes";
import type { RunContext } from "./run-context";

export const NO_DIFF: DiffResult = { ...UNKNOWN_DIFF, changes: "none" };
export const SOME_DIFF: DiffResult = { ...UNKNOWN_DIFF, changes: "some" };

/** A diff that replaces for a reason of the engine's own. */
export function replacementDiff(reason: string): DiffResult {
  return { ...SOME_DIFF, replaces: [reason] };
}

/**
 * Asks a custom resource's provider what has changed. Where the provider leaves it open, the old inputs are compared
 * with the new ones; a change of secretness alone is then no change.
 */
export async function providerDiff(
  run: RunContext,
  old: ResourceState,
  urn: string,
  news: PropertyMap,
  ignored: readonly string[],
  preview: boolean,
): Promise<DiffResult> {
  const diff = isProviderType(old.type)
    ? await run.registry.diff(urn, old, news, ignored)
    : await clientOf(run, old.provider).diff(
        {
          urn,
          type: old.type,
          id: old.id,
          oldInputs: old.inputs,
          oldOutputs: old.outputs ?? {},
          news,
          ignoreChanges: ignored,
        },
        preview,
      );
  return diff.changes === "unknown"
    ? inputsDiff(diff, old.inputs, ignoreChanges(news, old.inputs, ignored).inputs)
    : diff;
}

function inputsDiff(diff: DiffResult, olds: PropertyMap, news: PropertyMap): DiffResult {
  const changes = diffMaps(plain(olds), plain(news));
  if (changes.length === 0) return { ...diff, changes: "none" };
  const detailedDiff: Record<string, PropertyDiff> = {};
  for (const { path, kind } of changes) detailedDiff[formatPath(path)] = { kind, inputDiff: true };
  return { ...diff, changes: "some", diffs: changedKeys(changes), detailedDiff };
}

function plain(map: PropertyMap): PropertyMap {
  return mapWithoutSecrets(mapEntries(map, withoutOutputValues));
}

/** @throws Error when the provider is not running */
export function clientOf(run: RunContext, reference: string) {
  const client = run.registry.get(reference);
  if (!client) throw new Error(`unknown provider "${reference}"`);
  return client;
}
