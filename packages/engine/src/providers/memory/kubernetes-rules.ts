import type { CheckCall, CheckResult, DiffCall, DiffResult } from "../../provider";
import { isMap, mapWithoutSecrets, type PropertyMap, type PropertyValue } from "../../values";
import { AUTONAMED } from "../kubernetes/annotations";
import { CLUSTER_KINDS } from "../kubernetes/cluster-kinds";
import { diffObject } from "../kubernetes/diff-object";
import { immutablePaths } from "../kubernetes/immutable";
import { prune } from "../kubernetes/prune";
import { logicalName, uniqueName } from "../schema/unique-name";
import { kubernetesFill } from "./kubernetes-fill";
import type { MemoryRules } from "./memory-rules";
import type { MemoryStore } from "./memory-store";

/** Kinds that only change what others own; everything but their name and namespace can be changed. */
const PATCH = /Patch$/;

/** The rules of the Kubernetes provider, which are the same for every kind but for what is immutable. */
export class KubernetesRules implements MemoryRules {
  readonly secrets: readonly string[] = [];
  private readonly kind: string;
  private readonly apiVersion: string;
  private readonly isNamespaced: boolean;

  /** @param type - for example `kubernetes:apps/v1:Deployment` */
  constructor(readonly type: string) {
    const [, version = "", kind = ""] = type.split(":");
    this.kind = kind;
    this.apiVersion = version.replace(/^core\//, "");
    this.isNamespaced = !CLUSTER_KINDS.has(kind);
  }

  check(call: CheckCall, config: PropertyMap): CheckResult {
    const news = mapWithoutSecrets(call.news);
    if (this.kind.endsWith("List"))
      return failed("", `${this.kind}: lists cannot be created; declare each object`);
    const metadata: Record<string, PropertyValue> = { ...mapOf(news.metadata) };
    if (!metadata.name && metadata.generateName) {
      return failed(
        "metadata",
        "the `.metadata.generateName` field is not supported in Server-Side Apply mode",
      );
    }
    if (!metadata.name && PATCH.test(this.kind)) {
      return failed("metadata", "patch resources require the `.metadata.name` field to be set");
    }
    if (!metadata.name) {
      const old = mapOf(call.olds?.metadata);
      const wasAutonamed = mapOf(old.annotations)[AUTONAMED] === "true";
      // An object that the program named before keeps its name out of the new inputs, as the provider does it.
      if (!call.olds) metadata.name = uniqueName(`${logicalName(call.urn)}-`, call.randomSeed, 253, 8);
      else if (wasAutonamed) metadata.name = old.name ?? null;
      if (metadata.name) metadata.annotations = { ...mapOf(metadata.annotations), [AUTONAMED]: "true" };
    }
    if (this.isNamespaced && !metadata.namespace && config.namespace) metadata.namespace = config.namespace;
    return { inputs: { ...news, metadata }, failures: [] };
  }

  diff(call: DiffCall, config: PropertyMap): DiffResult {
    const live = mapWithoutSecrets(call.oldOutputs);
    const news = this.placed(mapWithoutSecrets(call.news));
    const mutability = {
      enableConfigMapMutable: isTrue(config.enableConfigMapMutable),
      enableSecretMutable: isTrue(config.enableSecretMutable),
    };
    const named = { ...news, apiVersion: this.apiVersion, kind: this.kind };
    return diffObject({
      live: this.placed(live),
      before: this.placed(prune(live, mapWithoutSecrets(call.oldInputs))),
      next: news,
      immutable: immutablePaths(named, PATCH.test(this.kind), mutability),
      ignoreChanges: call.ignoreChanges,
    });
  }

  plan(prior: PropertyMap | undefined, inputs: PropertyMap): PropertyMap {
    const planned = this.placed(inputs);
    return prior ? merged(prior, planned) : planned;
  }

  create(inputs: PropertyMap, _planned: PropertyMap, store: MemoryStore) {
    const object = this.placed(inputs);
    const { name, namespace } = mapOf(object.metadata);
    const id = namespace ? `${namespace}/${name}` : String(name);
    if (store.get(this.type, id) && !PATCH.test(this.kind)) {
      throw new Error(`${this.kind} "${id}" already exists`);
    }
    return { id, outputs: kubernetesFill(this.kind, object, store.next()) };
  }

  update(_id: string, planned: PropertyMap): PropertyMap {
    return planned;
  }

  read(old: PropertyMap | undefined, outputs: PropertyMap): PropertyMap {
    if (old) return prune(outputs, old);
    const { status: _, ...rest } = outputs;
    const { name, namespace, labels, annotations } = mapOf(rest.metadata);
    const metadata = { name, namespace, labels, annotations };
    const given = Object.entries(metadata).filter(
      (entry): entry is [string, PropertyValue] => entry[1] !== undefined,
    );
    return { ...rest, metadata: Object.fromEntries(given) };
  }

  /** With the namespace that the cluster would put it in. */
  private placed(object: PropertyMap): PropertyMap {
    const { namespace, ...rest } = mapOf(object.metadata);
    const metadata = this.isNamespaced ? { ...rest, namespace: namespace || "default" } : rest;
    return { ...object, metadata };
  }
}

function failed(property: string, reason: string): CheckResult {
  return { inputs: {}, failures: [{ property, reason }] };
}

function isTrue(value: PropertyValue | undefined): boolean {
  return value === true || value === "true";
}

function mapOf(value: PropertyValue | undefined): PropertyMap {
  return isMap(value ?? null) ? (value as PropertyMap) : {};
}

/** The new inputs over what the cluster has; lists are replaced. */
function merged(old: PropertyMap, next: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue> = { ...old };
  for (const [key, value] of Object.entries(next)) {
    const before = old[key] ?? null;
    result[key] = isMap(before) && isMap(value) ? merged(before, value) : value;
  }
  return result;
}
