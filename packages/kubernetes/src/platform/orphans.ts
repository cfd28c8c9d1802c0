import { type GroupKey, type Json, type Known, LABELS, type Orphan } from "@anew/core";
import { kubernetesIdentity } from "../identity";
import { kubernetesLabels } from "../labels";
import type { KubernetesApi } from "./api";
import { isStatus } from "./api-error";
import type { KubernetesObject } from "./objects";
import { type Collection, pathOf } from "./paths";

/** What a generation consists of, in the order in which it is taken away. */
const COLLECTIONS: readonly (readonly [Collection, string])[] = [
  ["horizontalpodautoscalers", "HorizontalPodAutoscaler"],
  ["services", "Service"],
  ["deployments", "Deployment"],
  ["poddisruptionbudgets", "PodDisruptionBudget"],
  ["configmaps", "ConfigMap"],
  ["secrets", "Secret"],
];

/** What carries the group's labels and belongs to a generation that is neither known nor declared. */
async function findOrphans(
  api: KubernetesApi,
  key: GroupKey,
  namespace: string,
  known: Known,
  declared: Readonly<Record<string, Json>>,
): Promise<Orphan[]> {
  const { [LABELS.generation]: _, ...labels } = kubernetesLabels(key, "any");
  const kinds = await Promise.all(
    COLLECTIONS.map(async ([collection, kind]) => {
      const found = await listed(api, collection, namespace, labels);
      return found
        .filter((one) => isOrphan(one, kind, known, declared))
        .map((one) => orphan(collection, kind, one));
    }),
  );
  return kinds.flat();
}

async function listed(
  api: KubernetesApi,
  collection: Collection,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): Promise<KubernetesObject[]> {
  try {
    return await api.list(pathOf(collection, namespace), { labels, metadataOnly: true });
  } catch (error) {
    // To list Secrets is to read all of them: a right that one may well keep back. Those left over are then not found.
    if (collection === "secrets" && isStatus(error, 403)) {
      return [];
    }
    throw error;
  }
}

function isOrphan(
  { metadata }: KubernetesObject,
  kind: string,
  known: Known,
  declared: Readonly<Record<string, Json>>,
): boolean {
  const generation = metadata.labels?.[LABELS.generation];
  const id = `${metadata.namespace}/${metadata.name}`;
  if (generation === undefined || metadata.deletionTimestamp !== undefined || known.ids.includes(id)) {
    return false;
  }
  const identity = declared[generation];
  if (identity === undefined) {
    return !known.generations.includes(generation);
  }
  const { namespace, deployment, service } = kubernetesIdentity(identity);
  if (known.ids.includes(`${namespace}/${deployment}`)) {
    // The state held the whole generation before: what it did not hold was made twice.
    return known.generations.includes(generation);
  }
  // Of one that is new, the identity names what is in the state.
  if (kind === "Deployment") return metadata.name !== deployment;
  return kind === "Service" && service !== undefined && metadata.name !== service;
}

function orphan(collection: Collection, kind: string, { metadata }: KubernetesObject): Orphan {
  return {
    id: `${collection} ${metadata.namespace}/${metadata.name}`,
    description: `${kind} ${metadata.namespace}/${metadata.name} of generation ${metadata.labels?.[LABELS.generation]}`,
  };
}

/** Removes it with all that it owns; what is gone already is fine. */
async function removeOrphan(api: KubernetesApi, { id }: Orphan): Promise<void> {
  const [collection = "", place = ""] = id.split(" ");
  const [namespace = "", name = ""] = place.split("/");
  await api.remove(pathOf(collection as Collection, namespace, name), "Foreground");
}

export { findOrphans, removeOrphan };
