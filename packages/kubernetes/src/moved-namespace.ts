import { type InputProblem, knownValue, readStackOutputs, recordedRoute, urnsOf } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";

/**
 * What is against another namespace than that which a group has its address in: a Service finds no pods of another
 * namespace, so neither could the traffic move step by step nor a rollback move it back.
 */
async function movedNamespace(
  group: pulumi.ComponentResource,
  namespace: pulumi.Input<string> | undefined,
): Promise<readonly InputProblem[]> {
  const wanted = await knownValue(pulumi.output(namespace));
  const route = recordedRoute(await readStackOutputs(), await urnsOf(group));
  const { namespace: recorded } = (route ?? {}) as { readonly namespace?: unknown };
  if (wanted === undefined || typeof recorded !== "string" || recorded === wanted) {
    return [];
  }
  return [
    {
      property: "namespace",
      given: wanted,
      expected: `${JSON.stringify(recorded)}, where the group's address is: neither traffic nor a rollback crosses namespaces`,
      fix: "declare a second group of another name in the new namespace, send its clients there, then take this one away",
    },
  ];
}

export { movedNamespace };
