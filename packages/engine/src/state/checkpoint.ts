import { createHash } from "node:crypto";
import type { WireMap, WireValue } from "../values/wire";
import { featuresOf, NEWEST_VERSION } from "./deployment-version";
import type { Encryption } from "./encryption";
import { propertiesFromJson, propertyFromJson, type SecretWriter } from "./property-json";
import { resourceFromJson, resourceToJson } from "./resource-json";
import type { ResourceState } from "./resource-state";

/** What was under way when a run stopped. */
export interface PendingOperation {
  readonly resource: ResourceState;
  readonly type: "creating" | "updating" | "deleting" | "reading" | "importing";
}

/** Everything that is known about a stack; dependencies stand before what depends on them. */
export interface Snapshot {
  readonly resources: readonly ResourceState[];
  readonly pendingOperations: readonly PendingOperation[];
  /** What else the deployment held, which this engine hands on: snippets, extensions and what it does not know. */
  readonly rest?: Readonly<Record<string, unknown>>;
}

export const EMPTY_SNAPSHOT: Snapshot = { resources: [], pendingOperations: [] };

/** `DeploymentV3` of Pulumi's API types. */
export interface DeploymentJson {
  readonly manifest: { readonly time: string; readonly magic: string; readonly version: string };
  readonly secrets_providers?: { readonly type: string; readonly state?: unknown };
  readonly resources?: readonly WireMap[];
  readonly pending_operations?: readonly { readonly resource: WireMap; readonly type: string }[];
  readonly metadata?: unknown;
}

/** The version that is written, unless a resource takes features beyond it. */
export const CHECKPOINT_VERSION = 3;

/** The version that the manifest names: the Pulumi release whose format and rules this engine follows. */
export const ENGINE_VERSION = "v3.260.0";

/** The version of what is written. */
export function versionFor(features: readonly string[]): number {
  return features.length > 0 ? NEWEST_VERSION : CHECKPOINT_VERSION;
}

/** What stands around a checkpoint's resources. */
export function deploymentHeader(encryption: Encryption, rest: Snapshot["rest"]): DeploymentJson {
  const secretsProvider = encryption.description();
  return {
    manifest: {
      time: new Date().toISOString(),
      magic: createHash("sha256").update(ENGINE_VERSION).digest("hex"),
      version: ENGINE_VERSION,
    },
    ...(secretsProvider ? { secrets_providers: secretsProvider } : {}),
    metadata: {},
    ...rest,
  };
}

/** A deployment as `pulumi stack export` prints it. */
export interface ExportedDeployment {
  readonly version: number;
  /** Present with version 4. */
  readonly features?: readonly string[];
  readonly deployment: DeploymentJson;
}

/** A snapshot as `pulumi stack export` prints it. */
export function snapshotToJson(
  snapshot: Snapshot,
  encryption: Encryption,
  write: SecretWriter,
): ExportedDeployment {
  const resources = snapshot.resources.map((state) => resourceToJson(state, write));
  const operations = snapshot.pendingOperations.map((operation) => ({
    resource: resourceToJson(operation.resource, write),
    type: operation.type,
  }));
  const features = [...new Set(resources.flatMap(featuresOf))].sort();
  const deployment = {
    ...deploymentHeader(encryption, snapshot.rest),
    ...(resources.length > 0 ? { resources } : {}),
    ...(operations.length > 0 ? { pending_operations: operations } : {}),
  };
  return { version: versionFor(features), ...(features.length > 0 ? { features } : {}), deployment };
}

/**
 * Reads a deployment.
 * @throws Error naming the resource and the field that cannot be understood
 */
export function snapshotFromJson(deployment: DeploymentJson, encryption: Encryption): Snapshot {
  const read = {
    properties: (map: WireMap) => propertiesFromJson(map, encryption),
    property: (value: WireValue) => propertyFromJson(value, encryption),
  };
  const { manifest: _, secrets_providers, resources, pending_operations, ...rest } = deployment;
  return {
    rest,
    resources: (resources ?? []).map((resource, index) =>
      resourceFromJson(resource, `resources[${index}]`, read),
    ),
    pendingOperations: (pending_operations ?? []).map((operation, index) => ({
      resource: resourceFromJson(operation.resource, `pending_operations[${index}].resource`, read),
      type: operation.type as PendingOperation["type"],
    })),
  };
}

/** Whether reading the deployment takes the stack's key. */
export function holdsCiphertext(text: string): boolean {
  return text.includes('"ciphertext"');
}
