import { childUrn, readStackOutputs, urnName, urnsOf } from "@anew/core";
import type * as pulumi from "@pulumi/pulumi";

/** The gate that keeps a service's history; core's own token. */
const GATE_TYPE = "pulumi-nodejs:dynamic/anew:Gate";

/** The name that a service's pods are labelled with: the first one of a service that was renamed. */
async function recordedGroup(service: pulumi.ComponentResource, name: string): Promise<string> {
  const outputs = await readStackOutputs();
  for (const urn of await urnsOf(service)) {
    const { group } = outputs.get(childUrn(urn, GATE_TYPE, `${urnName(urn)}-gate`)) ?? {};
    const recorded = (group as { readonly group?: unknown } | undefined)?.group;
    if (typeof recorded === "string") {
      return recorded;
    }
  }
  return name;
}

export { recordedGroup };
