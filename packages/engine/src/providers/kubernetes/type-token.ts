/** What a type such as `kubernetes:apps/v1:Deployment` names. */
export interface TypeToken {
  readonly apiVersion: string;
  readonly kind: string;
  /** Whether it owns only some fields of an object that others made: `…:DeploymentPatch`. */
  readonly isPatch: boolean;
}

/** Groups whose resources are not objects of a cluster. */
const NO_OBJECTS = /^kubernetes:(helm\.sh|kustomize|yaml|index|crd)\b/;

/** Kinds that end in Patch by themselves are not known; every built-in kind has a Patch resource. */
const PATCH = /Patch$/;

/**
 * @param type - the type of a resource
 * @throws Error on a type that is no kind of object
 */
export function parseType(type: string): TypeToken {
  const [, groupVersion = "", name = ""] = type.split(":");
  if (NO_OBJECTS.test(type)) {
    throw new Error(
      `${type}: the embedded engine's kubernetes provider makes single objects only; charts, kustomizations and ` +
        "YAML files need the Pulumi CLI",
    );
  }
  if (!groupVersion.includes("/")) {
    throw new Error(`apiVersion does not have both a group and a version: "${groupVersion}"`);
  }
  if (name.endsWith("List")) {
    throw new Error(`${type}: lists cannot be created; declare each object`);
  }
  const apiVersion = groupVersion.replace(/^core\//, "");
  return { apiVersion, kind: name.replace(PATCH, ""), isPatch: PATCH.test(name) };
}

/** The group of an apiVersion; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** The groups that the real provider knows by itself; all others come from custom resource definitions. */
const BUILT_IN = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "extensions",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
  "storagemigration.k8s.io",
]);

export function isBuiltIn(apiVersion: string): boolean {
  return BUILT_IN.has(groupOf(apiVersion));
}
