/**
 * Every input of the kinds that a generation is made of, each by its name: whatever changes makes another one. A test
 * compares the lists with the provider's own types.
 */
const INPUT_KEYS = {
  ConfigMap: ["apiVersion", "binaryData", "data", "immutable", "kind", "metadata"],
  Secret: ["apiVersion", "data", "immutable", "kind", "metadata", "stringData", "type"],
  Deployment: ["apiVersion", "kind", "metadata", "spec"],
  Service: ["apiVersion", "kind", "metadata", "spec"],
  PodDisruptionBudget: ["apiVersion", "kind", "metadata", "spec"],
  HorizontalPodAutoscaler: ["apiVersion", "kind", "metadata", "spec"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A kind of object that belongs to a generation. */
type GenerationKind = keyof typeof INPUT_KEYS;

export type { GenerationKind };
export { INPUT_KEYS };
