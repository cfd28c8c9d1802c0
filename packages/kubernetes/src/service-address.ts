import type { ImmutableServiceArgs } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { KubernetesObject } from "./kubernetes-object";
import { namedPorts } from "./manifests/ports";
import { plainServiceManifest } from "./manifests/stable-address";
import { recordedGroup } from "./recorded-group";
import { addressLabels, urlOf } from "./stable-address";

/**
 * Declares the Service of a component without a switch, which sends requests to whichever of its generations is ready.
 * @returns its address inside of the cluster; empty where the component has no port
 */
function declareService(
  service: pulumi.ComponentResource,
  name: string,
  namespace: pulumi.Input<string> | undefined,
  args: Pick<ImmutableServiceArgs, "port" | "ports" | "history">,
): pulumi.Output<string> {
  if (args.port === undefined && args.ports === undefined) {
    return pulumi.output("");
  }
  const ports = pulumi
    .all([args.port, args.ports])
    .apply(([port, more]) =>
      namedPorts({ ...(port !== undefined && { port }), ...(more && { ports: more }) }),
    );
  const labels = addressLabels(name);
  // Pods keep the labels that they were made with, also when the component has been renamed since.
  const group = args.history === undefined ? recordedGroup(service, name) : name;
  const selector = pulumi.output(group).apply((key) => addressLabels(key));
  const stable = new KubernetesObject(
    `${name}-service`,
    plainServiceManifest({ name, namespace, labels }, ports, selector),
    { parent: service },
  );
  return pulumi
    .all([stable.metadata.namespace, ports])
    .apply(([place, [first]]) => urlOf(`${name}.${place}.svc`, first?.port ?? 80));
}

export { declareService };
