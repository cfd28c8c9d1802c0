import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import {
  asSecret,
  isList,
  isMap,
  mapEntries,
  mapValue,
  OutputValue,
  type PropertyMap,
  type PropertyValue,
  Secret,
  UNKNOWN,
  Unknown,
} from "../values";

/** Which resources each input depends on. */
export type InputDependencies = Readonly<Record<string, readonly string[]>>;

/** What a program says; every input depends on everything, when it says nothing and is no remote component's. */
export function inputDependencies(request: RegisterResourceRequest, inputs: PropertyMap): InputDependencies {
  const given = request.getPropertydependenciesMap();
  if (given.getLength() === 0 && !request.getRemote()) {
    const all = request.getDependenciesList();
    return Object.fromEntries(Object.keys(inputs).map((key) => [key, all]));
  }
  return Object.fromEntries([...given.entries()].map(([key, list]) => [key, list.getUrnsList()]));
}

/** Adds what the outputs within the inputs depend on. */
export function withOutputDependencies(
  dependencies: InputDependencies,
  inputs: PropertyMap,
): InputDependencies {
  const result: Record<string, readonly string[]> = { ...dependencies };
  for (const [key, value] of Object.entries(inputs)) {
    result[key] = [...new Set([...(dependencies[key] ?? []), ...outputDependencies(value)])];
  }
  return result;
}

/** Secrets and unknowns as outputs, which is how transforms, components and methods know them. */
export function asOutputs(map: PropertyMap): PropertyMap {
  return mapEntries(map, outputOf);
}

function outputOf(value: PropertyValue): PropertyValue {
  return mapValue(value, (inner) => {
    if (inner instanceof Secret) return new OutputValue(outputOf(inner.element), true, []);
    if (inner instanceof Unknown) return new OutputValue(undefined, false, []);
    return undefined;
  });
}

/** Outputs that depend on nothing as secrets, unknowns and plain values: how methods know them. */
export function withoutIdleOutputs(map: PropertyMap): PropertyMap {
  const plain = (value: PropertyValue): PropertyValue =>
    mapValue(value, (inner) => {
      if (!(inner instanceof OutputValue) || inner.dependencies.length > 0) return undefined;
      const element = inner.element === undefined ? UNKNOWN : plain(inner.element);
      return inner.secret ? asSecret(element) : element;
    });
  return mapEntries(map, plain);
}

/** Inputs that carry their dependencies with them, so that a transform does not lose them. */
export function withDependencies(inputs: PropertyMap, dependencies: InputDependencies): PropertyMap {
  return mapEntries(inputs, (value, key) => {
    const urns = dependencies[key];
    if (!urns) return value;
    const carried = outputDependencies(value);
    if (urns.every((urn) => carried.has(urn))) return value;
    const output = value instanceof OutputValue ? value : new OutputValue(value, false, []);
    return new OutputValue(output.element, output.secret, [...new Set([...output.dependencies, ...urns])]);
  });
}

/** All URNs that the outputs within a value depend on. */
export function outputDependencies(value: PropertyValue, found = new Set<string>()): Set<string> {
  if (value instanceof OutputValue) {
    if (value.element !== undefined) outputDependencies(value.element, found);
    for (const urn of value.dependencies) found.add(urn);
  } else if (value instanceof Secret) outputDependencies(value.element, found);
  else if (isList(value)) for (const item of value) outputDependencies(item, found);
  else if (isMap(value)) for (const item of Object.values(value)) outputDependencies(item, found);
  return found;
}
