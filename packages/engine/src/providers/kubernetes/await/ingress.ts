import { type KubeObject, listAt, nameOf, textAt } from "../object";
import type { Readiness, ReadinessRule, View } from "./readiness";
import { ENDPOINTS_SETTLE_MS } from "./service";

/** After which time a Service that no endpoints belong to is not waited for any longer, in milliseconds. */
const NO_ENDPOINTS_MS = 60_000;

/** An Ingress is ready when each Service of its rules has endpoints, as far as any come, and it has an address. */
export const ingressRule: ReadinessRule = {
  related: () => ({
    endpoints: { apiVersion: "v1", kind: "Endpoints" },
    services: { apiVersion: "v1", kind: "Service" },
  }),

  assess(view): Readiness {
    const hasAddress = listAt(view.object, "status", "loadBalancer", "ingress").length > 0;
    const missing = missingServices(view);
    const hasTargets = missing.length === 0 || isSettled(view);
    if (hasAddress && hasTargets) {
      return { ready: true, status: ["✅ Ingress initialization complete"], reasons: [] };
    }
    const step = hasTargets
      ? "[2/3] Waiting for update of .status.loadBalancer with hostname/IP"
      : "[1/3] Finding a matching service for each Ingress path";
    return {
      ready: false,
      status: [step, ...missing.map((rule) => `No matching service found for ingress rule: ${rule}`)],
      reasons: [
        ...(hasTargets ? [] : ["Ingress has at least one rule with an unavailable target endpoint."]),
        ...(hasAddress
          ? []
          : [
              "Ingress .status.loadBalancer field was not updated with a hostname/IP address. " +
                "\n    for more information about this error, see https://pulumi.io/xdv72s",
            ]),
      ],
    };
  },
};

function isSettled({ related, unchangedFor, waitedFor }: View): boolean {
  const since = unchangedFor("endpoints");
  if ((related.endpoints ?? []).length === 0 && since !== Number.POSITIVE_INFINITY) {
    return waitedFor >= NO_ENDPOINTS_MS;
  }
  return since >= ENDPOINTS_SETTLE_MS;
}

/** The rules whose Service has no endpoints, as messages name them. */
function missingServices({ object, related }: View): string[] {
  const served = new Set((related.endpoints ?? []).map(nameOf));
  for (const service of related.services ?? []) {
    if (textAt(service, "spec", "type") === "ExternalName") served.add(nameOf(service));
  }
  return rules(object)
    .filter(({ service }) => service !== "" && !served.has(service))
    .map(({ place, service }) => `${place ? `"${place}"` : '"" (default path)'} -> "${service}"`);
}

function rules(ingress: KubeObject): { readonly place: string; readonly service: string }[] {
  return listAt(ingress, "spec", "rules").flatMap((rule) =>
    listAt(rule, "http", "paths").map((path) => ({
      place: textAt(rule, "host") + textAt(path, "path"),
      service: textAt(path, "backend", "service", "name"),
    })),
  );
}
