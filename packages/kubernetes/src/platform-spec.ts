import { canonicalJson, type Json, type Spec } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesArgs } from "./kubernetes-args";

/** The arguments that decide what runs, as they stand in a spec: texts, and lists of texts. */
type PlatformSpec = Spec["platform"];

/**
 * What of these arguments decides what runs. One that is absent or empty is left out, so that a later version that knows
 * more leaves the ids as they are.
 */
function platformSpec(
  args: KubernetesArgs,
  namespace: pulumi.Input<string> | undefined,
): pulumi.Input<PlatformSpec> {
  const plain: Record<string, string | string[]> = {
    ...record("labels", args.labels),
    ...record("annotations", args.annotations),
    ...(args.serviceAccount === undefined ? {} : { serviceAccount: args.serviceAccount }),
    ...list("imagePullSecrets", args.imagePullSecrets ?? []),
    ...record("nodeSelector", args.nodeSelector),
    ...list("tolerations", (args.tolerations ?? []).map(jsonOf)),
    ...(args.priorityClass === undefined ? {} : { priorityClass: args.priorityClass }),
    ...(args.autoscale === undefined ? {} : { autoscale: jsonOf(args.autoscale) }),
  };
  if (namespace !== undefined) {
    return pulumi.output(namespace).apply((name) => ({ ...plain, namespace: name }));
  }
  return Object.keys(plain).length === 0 ? undefined : plain;
}

/** The namespace in which a spec runs; undefined where the provider decides. */
function namespaceOf(spec: Spec): string | undefined {
  const namespace = spec.platform?.namespace;
  return typeof namespace === "string" ? namespace : undefined;
}

function record(key: string, value: Readonly<Record<string, string>> | undefined) {
  return value === undefined || Object.keys(value).length === 0 ? {} : { [key]: jsonOf(value) };
}

function list(key: string, values: readonly string[]) {
  return values.length === 0 ? {} : { [key]: [...values] };
}

function jsonOf(value: object): string {
  return canonicalJson(value as Json);
}

export { namespaceOf, platformSpec };
