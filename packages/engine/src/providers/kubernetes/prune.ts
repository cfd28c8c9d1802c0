import { isList, isMap, type PropertyMap, type PropertyValue } from "../../values";

/**
 * What is left of a live object in the shape of the inputs that it was made from: the cluster fills much that nobody
 * asked for, and none of that is a difference.
 */
export function prune(live: PropertyMap, shape: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue> = {};
  for (const [key, wanted] of Object.entries(shape)) {
    const value = live[key];
    if (value !== undefined) result[key] = pruneValue(value, wanted);
    // An empty value that was asked for may not be told: the API server leaves out many of its fields when they are.
    else if (isEmpty(wanted)) result[key] = wanted;
  }
  return result;
}

function pruneValue(live: PropertyValue, shape: PropertyValue): PropertyValue {
  if (isMap(live) && isMap(shape)) return prune(live, shape);
  if (!isList(live) || !isList(shape)) return live;
  // Elements that came beside the wanted ones are others'; the wanted ones keep their places.
  return live.slice(0, shape.length).map((item, index) => pruneValue(item, shape[index]!));
}

function isEmpty(value: PropertyValue): boolean {
  if (isList(value)) return value.length === 0;
  if (isMap(value)) return Object.values(value).every(isEmpty);
  return value === null || value === false || value === 0 || value === "";
}
