import type { Spec } from "@anew/core";
import type * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";
import { type Owned, ownedMetadata, type Service } from "./manifest";
import { namedPorts, servicePort } from "./ports";

/** A generation's own Service: where it is reached before, while and after it has the traffic. Undefined without ports. */
function serviceManifest(owned: Owned, spec: Spec, selector: pulumi.Input<Labels>): Service | undefined {
  const ports = namedPorts(spec);
  if (ports.length === 0) {
    return undefined;
  }
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: ownedMetadata(owned),
    spec: {
      type: "ClusterIP",
      selector: selector as pulumi.Input<Record<string, string>>,
      ports: ports.map(servicePort),
    },
  };
}

export { serviceManifest };
