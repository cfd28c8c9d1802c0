import { type KubeObject, listAt, mapAt, nameOf, textAt } from "../object";
import { READY, type Readiness, type ReadinessRule, type View } from "./readiness";

/** How long the endpoints of a Service must stay as they are, in milliseconds. */
export const ENDPOINTS_SETTLE_MS = 10_000;

/**
 * A Service is ready when its endpoints have settled and none of its pods is still unready; one that selects no pod at
 * all is. A LoadBalancer has an address besides. Headless and external ones, and those without a selector, are at once.
 */
export const serviceRule: ReadinessRule = {
  related: (object) => ({ endpoints: { apiVersion: "v1", kind: "Endpoints", name: nameOf(object) } }),

  assess(view): Readiness {
    const { object, related } = view;
    const isBalanced = textAt(object, "spec", "type") === "LoadBalancer";
    const hasAddress = !isBalanced || listAt(object, "status", "loadBalancer", "ingress").length > 0;
    const subsets = (related.endpoints ?? []).flatMap((one) => listAt(one, "subsets"));
    const hasSome = (key: string) => subsets.some((subset) => listAt(subset, key).length > 0);
    if (!selectsPods(object)) return hasAddress ? READY : notReady(view, true, hasAddress);
    const ready = hasAddress && isSettled(view) && !hasSome("notReadyAddresses");
    if (ready) return { ...READY, status: ["✅ Service initialization complete"] };
    return notReady(view, hasSome("addresses"), hasAddress);
  },
};

function isSettled({ related, unchangedFor }: View): boolean {
  const isThere = (related.endpoints ?? []).length > 0;
  // A single look takes the endpoints as they are, and none as none.
  const since = unchangedFor("endpoints");
  return since === Number.POSITIVE_INFINITY || (isThere && since >= ENDPOINTS_SETTLE_MS);
}

function notReady(view: View, hasPods: boolean, hasAddress: boolean): Readiness {
  const isSpecial = isHeadless(view.object) || isExternal(view.object);
  const reasons = [
    ...(hasPods
      ? []
      : [
          "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
        ]),
    ...(hasAddress
      ? []
      : ["Service was not allocated an IP address; does your cloud provider support this?"]),
  ];
  const step = hasPods && isSettled(view);
  const status = step
    ? "[2/3] Attempting to allocate IP address to Service"
    : "[1/3] Finding Pods to direct traffic to";
  return { ready: false, status: [status], reasons: isSpecial ? [] : reasons };
}

function selectsPods(service: KubeObject): boolean {
  const selector = mapAt(service, "spec", "selector");
  return !isExternal(service) && !isHeadless(service) && Object.keys(selector).length > 0;
}

function isHeadless(service: KubeObject): boolean {
  return textAt(service, "spec", "clusterIP") === "None";
}

function isExternal(service: KubeObject): boolean {
  return textAt(service, "spec", "type") === "ExternalName";
}
