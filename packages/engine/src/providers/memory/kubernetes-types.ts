import { KubernetesRules } from "./kubernetes-rules";
import type { MemoryRules } from "./memory-rules";

/** Groups whose resources are not objects of a cluster. */
const NO_OBJECTS = /^kubernetes:(helm\.sh|kustomize|yaml)/;

/**
 * The rules of a kind of Kubernetes; every kind has some, custom resources too. For a `MemoryProvider`'s `other`.
 * @param type - for example `kubernetes:gateway.networking.k8s.io/v1:HTTPRoute`
 */
export function kubernetesRules(type: string): MemoryRules | undefined {
  const isObject = /^kubernetes:([a-z0-9.-]+\/)?v\d+\w*:[A-Z]\w*$/.test(type) && !NO_OBJECTS.test(type);
  return isObject ? new KubernetesRules(type) : undefined;
}
