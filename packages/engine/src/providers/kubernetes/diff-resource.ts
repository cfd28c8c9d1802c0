import type { DiffCall, DiffResult } from "../../provider";
import { asObject, hasKind, readCheckpoint } from "./checkpoint";
import type { ClusterAccess } from "./cluster-access";
import { diffObject } from "./diff-object";
import { immutablePaths } from "./immutable";
import { normalized } from "./normalize";
import { apiVersionOf, type KubeObject, kindOf, nameOf, namespaceOf, withAt, withoutAt } from "./object";
import { prune } from "./prune";
import { replaceUnreadyJob } from "./replace-unready";
import { parseType } from "./type-token";

/** Compares what the state knows of a live object, as far as the old inputs asked for it, with the new inputs. */
export async function diffResource(access: ClusterAccess, call: DiffCall): Promise<DiffResult> {
  const { isPatch } = parseType(call.type);
  const { live, inputs } = readCheckpoint(call.oldOutputs);
  const next = normalized(asObject(call.news));
  const isNamespaced = await access.isNamespaced(apiVersionOf(next), kindOf(next));
  const placed = (object: KubeObject) => inNamespace(object, isNamespaced);
  const diff = diffObject({
    live: placed(live),
    before: placed(asked(live, normalized(inputs), next)),
    next: placed(next),
    immutable: immutablePaths(next, isPatch, access.config),
    ignoreChanges: call.ignoreChanges,
  });
  return replaceUnreadyJob(access, diff, next, live);
}

function asked(live: KubeObject, inputs: KubeObject, next: KubeObject): KubeObject {
  const pruned = withoutAt(prune(live, inputs), ["metadata", "resourceVersion"]);
  // A program may come to name an object as it is named already.
  const named = nameOf(next) ? withAt(pruned, ["metadata", "name"], nameOf(live)) : pruned;
  if (hasKind(named)) return named;
  return { ...named, apiVersion: apiVersionOf(next), kind: kindOf(next) };
}

/** As the API server places it: what lives in a namespace is in `default` when nothing is said. */
function inNamespace(object: KubeObject, isNamespaced: boolean): KubeObject {
  if (!isNamespaced) return withoutAt(object, ["metadata", "namespace"]);
  return namespaceOf(object) ? object : withAt(object, ["metadata", "namespace"], "default");
}
