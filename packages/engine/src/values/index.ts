export { Archive } from "./archive";
export { Asset } from "./asset";
export { ByteString } from "./byte-string";
export { equal } from "./equal";
export { bare, containsUnknowns, isList, isMap, mapEntries, mapValue, setProperty, someValue } from "./kinds";
export { changedKeys, changedPaths, diffMaps, type PathChange } from "./object-diff";
export { OutputValue } from "./output-value";
export { formatPath, type PropertyPath, parsePath, pathContains } from "./property-path";
export type { PropertyMap, PropertyValue } from "./property-value";
export { ResourceReference } from "./resource-reference";
export { Secret } from "./secret";
export {
  annotateSecrets,
  asSecret,
  containsSecrets,
  mapWithoutSecrets,
  withoutOutputValues,
  withoutSecrets,
} from "./secrets";
export { UNKNOWN, Unknown } from "./unknown";
