import { isList, type PropertyMap } from "../../../values";
import { listAt, mapAt, textAt } from "../object";

/** A selector of a workload as the API's queries take it. */
export function labelSelector(selector: PropertyMap): string {
  const labels = Object.entries(mapAt(selector, "matchLabels")).map(([key, value]) => `${key}=${value}`);
  const expressions = listAt(selector, "matchExpressions").map((expression) => {
    const key = textAt(expression, "key");
    const values = isList(expression.values) ? expression.values.join(",") : "";
    switch (expression.operator) {
      case "In":
        return `${key} in (${values})`;
      case "NotIn":
        return `${key} notin (${values})`;
      case "DoesNotExist":
        return `!${key}`;
      default:
        return key;
    }
  });
  return [...labels, ...expressions].join(",");
}
