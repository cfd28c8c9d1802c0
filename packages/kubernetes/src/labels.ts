import { fitName, type GroupKey, generationLabels, LABELS, type NameRule } from "@anew/core";

/** Labels or a selector: key → value. */
type Labels = Readonly<Record<string, string>>;

/** A generation that there never is: no id has this form. */
const NO_GENERATION = "none";

/** What Kubernetes accepts as a label's value. */
const VALUE_RULE: NameRule = { maxLength: 63, allowed: /[A-Za-z0-9_.-]/ };

/** Labels with values that Kubernetes accepts: what has to be cut or changed ends in a hash. */
function labelValues(labels: Labels): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [key, value === "" ? "" : fitName([value], VALUE_RULE)]),
  );
}

/** All labels of what belongs to a generation. */
function kubernetesLabels(key: GroupKey, generation: string): Record<string, string> {
  return labelValues(generationLabels(key, generation));
}

/** Selects the pods of all generations of a group, and of no other group in the cluster. */
function groupSelector(key: GroupKey): Record<string, string> {
  return labelValues({ [LABELS.owner]: key.owner, [LABELS.group]: key.group });
}

/** Selects the pods of one generation. */
function selectorOf(key: GroupKey, generation: string): Record<string, string> {
  return { ...groupSelector(key), ...labelValues({ [LABELS.generation]: generation }) };
}

/**
 * Selects no pod. A Service without a selector would not do: its endpoints are then nobody's to change, and stay what
 * they were.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors
 */
function nothingSelector(key: GroupKey): Record<string, string> {
  return { ...groupSelector(key), [LABELS.generation]: NO_GENERATION };
}

export type { Labels };
export { groupSelector, kubernetesLabels, labelValues, NO_GENERATION, nothingSelector, selectorOf };
