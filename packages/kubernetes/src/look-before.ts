import { type InputProblem, type Json, knownValue, simulationFile } from "@anew/core";
import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection";
import type { GroupKubernetesArgs, KubernetesArgs } from "./kubernetes-args";

/**
 * Looks at the cluster before anything is declared, in previews too: whether what the arguments name is there. The code
 * that talks to a cluster is loaded only here.
 * @param services names of the Services that the component declares
 */
async function lookBefore(
  connection: pulumi.Output<Json>,
  args: KubernetesArgs & Pick<GroupKubernetesArgs, "gateway" | "service">,
  namespace: pulumi.Input<string> | undefined,
  services: readonly string[],
): Promise<readonly InputProblem[]> {
  // What another resource decides may not be there yet at a preview.
  if (namespace !== undefined && typeof namespace !== "string") {
    return [];
  }
  const known = (await knownValue(connection)) as Connection | undefined;
  if (known === undefined) {
    return [];
  }
  if (simulationFile(known.kubeconfig ?? process.env.KUBECONFIG) !== undefined) {
    return [];
  }
  const { preflight } = await import("./preflight.js");
  return preflight(known, {
    ...(namespace !== undefined && { namespace }),
    ...(args.gateway !== undefined && { gateway: args.gateway }),
    ...(args.labels !== undefined && { labels: args.labels }),
    ...(args.service?.existing !== undefined && { existing: args.service.existing }),
    services,
  });
}

export { lookBefore };
