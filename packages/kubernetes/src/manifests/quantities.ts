import { formatMemory, parseMemory, type Spec } from "@anew/core";
import type { types } from "@pulumi/kubernetes";

/** CPU that is reserved for a replica that asks for none. */
const DEFAULT_CPU_REQUEST = "50m";
/** Memory that is reserved for a replica that asks for none. */
const DEFAULT_MEMORY_REQUEST = "64Mi";

/**
 * What a replica reserves, and may use at most: the same. Without figures of the program's own, a little is reserved, for
 * the scheduler and the autoscaler, and nothing is limited.
 */
function resourceRequirements(resources: Spec["resources"]): types.input.core.v1.ResourceRequirements {
  const cpu = resources?.cpu === undefined ? undefined : cpuQuantity(resources.cpu);
  const memory = resources?.memory === undefined ? undefined : memoryQuantity(resources.memory);
  const limits = { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
  return {
    requests: { cpu: cpu ?? DEFAULT_CPU_REQUEST, memory: memory ?? DEFAULT_MEMORY_REQUEST },
    ...(Object.keys(limits).length > 0 && { limits }),
  };
}

/**
 * Cores as the API server writes them back: another form would show as a change after a refresh.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
function cpuQuantity(cores: number): string {
  return Number.isInteger(cores) ? String(cores) : `${Math.round(cores * 1000)}m`;
}

/** `256 MiB` → `256Mi`, in the largest unit that divides it. */
function memoryQuantity(memory: string): string {
  return formatMemory(parseMemory(memory)).replace(" ", "").slice(0, -1);
}

export { cpuQuantity, DEFAULT_CPU_REQUEST, DEFAULT_MEMORY_REQUEST, memoryQuantity, resourceRequirements };
