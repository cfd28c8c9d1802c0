import type { WireMap } from "../values/wire";
import type { DeploymentJson } from "./checkpoint";

/** The newest version of a deployment that this engine reads. Version 4 is version 3 with a list of features. */
export const NEWEST_VERSION = 4;

/** What a deployment of version 4 may need of its reader; everything that Pulumi 3.260 knows. */
const FEATURES = new Set([
  "refreshBeforeUpdate",
  "views",
  "hooks",
  "taint",
  "replaceWith",
  "snippets-prototype",
  "extensionParameterization",
]);

/**
 * Brings a deployment of any version to the present form, as the real engine does.
 * @param name - what it was read from, for messages
 * @throws Error when it is newer than this engine, or no deployment
 */
export function presentDeployment(
  version: unknown,
  features: unknown,
  deployment: unknown,
  name: string,
): DeploymentJson {
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    throw new Error(
      `${name} has version ${String(version)}; expected a whole number from 1 to ${NEWEST_VERSION}`,
    );
  }
  if (version > NEWEST_VERSION) {
    throw new Error(
      `${name} has version ${version}; this engine reads up to version ${NEWEST_VERSION}: update Anew, or use the ` +
        "Pulumi CLI that wrote it",
    );
  }
  const unknown = Array.isArray(features) ? features.filter((feature) => !FEATURES.has(String(feature))) : [];
  if (version >= 4 && unknown.length > 0) {
    throw new Error(`${name} uses features that this engine does not know: ${unknown.join(", ")}`);
  }
  if (!isObject(deployment))
    throw new Error(`${name}: expected an object as deployment, got ${kind(deployment)}`);
  const { resources } = deployment;
  if (resources !== undefined && resources !== null && !Array.isArray(resources)) {
    throw new Error(`${name}: resources: expected a list, got ${kind(resources)}`);
  }
  const present = deployment as unknown as DeploymentJson;
  return version < 3
    ? { ...present, resources: (present.resources ?? []).map(withPropertyDependencies) }
    : present;
}

/** Before version 3, every property depended on all that the resource depended on. */
function withPropertyDependencies(resource: WireMap): WireMap {
  const { defaults: _, ...rest } = resource;
  const keys = Object.keys((resource.inputs ?? {}) as object);
  return {
    ...rest,
    propertyDependencies: Object.fromEntries(keys.map((key) => [key, resource.dependencies ?? []])),
  };
}

/** The features that a resource's JSON takes of whoever reads it. */
export function featuresOf(resource: WireMap): string[] {
  const features: string[] = [];
  if (resource.refreshBeforeUpdate) features.push("refreshBeforeUpdate");
  if (resource.viewOf) features.push("views");
  if (resource.resourceHooks) features.push("hooks");
  if (resource.taint) features.push("taint");
  if (resource.replaceWith) features.push("replaceWith");
  if (resource.extensionRef) features.push("extensionParameterization");
  if (resource.snippetID) features.push("snippets-prototype");
  return features;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kind(value: unknown): string {
  if (value === undefined) return "nothing";
  return value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
}
