import type { PropertyValue } from "../../values";

/** Labels as the list of `{label, value}` that programs give, in the labels' order. */
export function labelList(labels: Readonly<Record<string, string>> | null | undefined): PropertyValue {
  return Object.entries(labels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => ({ label, value }));
}
