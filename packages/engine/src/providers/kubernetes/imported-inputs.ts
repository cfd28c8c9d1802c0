import { type KubeObject, withoutAt } from "./object";
import { prune } from "./prune";
import { isBuiltIn } from "./type-token";

/** What only the cluster writes. */
const NOT_INPUTS = [
  ["status"],
  ["metadata", "creationTimestamp"],
  ["metadata", "generation"],
  ["metadata", "managedFields"],
  ["metadata", "resourceVersion"],
  ["metadata", "uid"],
  ["metadata", "annotations", "deployment.kubernetes.io/revision"],
  ["metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"],
];

/**
 * The inputs of an object that is known by its id alone. Of a custom kind only the identity is taken: nobody knows what
 * of the rest a program would write.
 */
export function importedInputs(live: KubeObject, identity: KubeObject): KubeObject {
  const inputs = isBuiltIn(String(live.apiVersion)) ? live : prune(live, identity);
  return NOT_INPUTS.reduce(withoutAt, inputs);
}
