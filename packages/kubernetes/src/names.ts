import { fitName, GENERATION_ID_LENGTH, type NameRule } from "@anew/core";

/**
 * The longest logical name of a Deployment. The provider appends `-` and eight characters; Kubernetes appends `-` and
 * ten for the ReplicaSet, then `-` and five for the pod, and cuts what is then longer than 63. So a pod's name holds its
 * generation's whole.
 */
const MAX_GENERATION_NAME = 37;

/** The longest name of a Service: an RFC 1035 label. */
const MAX_SERVICE_NAME = 63;

/** How much of it is the group's; the rest is the id, which is never cut. */
const GROUP_RULE: NameRule = {
  maxLength: MAX_GENERATION_NAME - GENERATION_ID_LENGTH - 1,
  allowed: /[a-z0-9-]/,
  firstLetter: true,
};

const SERVICE_NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

const PREVIEW_SUFFIX = "-preview";

/** What belongs to a generation beside the kinds of which it has one: Deployment, Service, budget, autoscaler. */
type GenerationPart = "files" | "secrets" | "anchor";

/**
 * The logical name of an object of a generation; the provider makes the physical one of it, with a random end. A fixed
 * physical name could not be created again after a create that was cut off: the provider refuses what exists already.
 *
 * @param group the component's name; what of it has to be changed or cut ends in a hash
 * @param generation its id, or `sole`
 */
function resourceName(group: string, generation: string, part?: GenerationPart): string {
  const name = `${fitName([group], GROUP_RULE)}-${generation}`;
  return part === undefined ? name : `${name}-${part}`;
}

/** The name of the Service that shows the generation that waits. */
function previewName(group: string): string {
  return `${group}${PREVIEW_SUFFIX}`;
}

/**
 * Whether a name can be a Service's, and so a part of an address.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
 */
function isServiceName(name: string): boolean {
  return name.length <= MAX_SERVICE_NAME && SERVICE_NAME.test(name);
}

export type { GenerationPart };
export { isServiceName, MAX_GENERATION_NAME, MAX_SERVICE_NAME, PREVIEW_SUFFIX, previewName, resourceName };
