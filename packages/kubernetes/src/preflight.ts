import type { InputProblem } from "@anew/core";
import type { Connection } from "./connection";
import type { Labels } from "./labels";
import { KubernetesApi } from "./platform/api";
import { readAccess } from "./platform/connection";
import type { Condition, KubernetesObject, Service } from "./platform/objects";
import { pathOf } from "./platform/paths";

/** What a component is about to ask of a cluster. */
interface PreflightArgs {
  /** Undefined: the connection's own, then "default". */
  readonly namespace?: string;
  readonly gateway?: { readonly name: string; readonly namespace?: string };
  /** The user's own labels of the pods. */
  readonly labels?: Labels;
  /** Name of a Service that has to be there. */
  readonly existing?: string;
  /** Names of the Services that the component itself declares. */
  readonly services?: readonly string[];
}

/** How long a look may take that nothing depends on, milliseconds. */
const LOOK_TIMEOUT_MS = 5_000;

const INSTALL_GATEWAY_API =
  "install the Gateway API's resources and a controller for them (https://gateway-api.sigs.k8s.io/guides/), or leave gateway out";

/**
 * What a cluster has against the arguments, asked in previews too. A cluster that can't be reached, or does not let
 * itself be asked, has nothing: the update will say so.
 */
async function preflight(connection: Connection, args: PreflightArgs): Promise<readonly InputProblem[]> {
  let api: KubernetesApi | undefined;
  try {
    const access = await readAccess(connection);
    api = new KubernetesApi(access, undefined, 0);
    const namespace = args.namespace ?? access.namespace ?? "default";
    await within(api.get("/version"));
    const looks = [
      () => namespaceProblem(api!, namespace, args.namespace !== undefined),
      () => gatewayProblem(api!, namespace, args.gateway),
      () => selectorProblem(api!, namespace, args),
      () => existingProblem(api!, namespace, args.existing),
    ];
    const found = await Promise.all(looks.map((look) => within(look()).catch(() => undefined)));
    return found.filter((problem) => problem !== undefined);
  } catch {
    return [];
  } finally {
    api?.close();
  }
}

async function namespaceProblem(
  api: KubernetesApi,
  namespace: string,
  isGiven: boolean,
): Promise<InputProblem | undefined> {
  if (!isGiven || (await api.get(`/api/v1/namespaces/${encodeURIComponent(namespace)}`)) !== undefined) {
    return undefined;
  }
  return {
    property: "namespace",
    given: namespace,
    expected: `a namespace that is there in the cluster of context ${JSON.stringify(api.access.context)}`,
    fix: `create it first (kubectl create namespace ${namespace}), or declare a Namespace and give its metadata.name`,
  };
}

async function gatewayProblem(
  api: KubernetesApi,
  own: string,
  gateway: PreflightArgs["gateway"],
): Promise<InputProblem | undefined> {
  if (gateway === undefined) {
    return undefined;
  }
  if (!(await hasHttpRoutes(api))) {
    return {
      property: "gateway",
      given: gateway,
      expected: "a cluster that has HTTPRoute (gateway.networking.k8s.io/v1)",
      fix: INSTALL_GATEWAY_API,
    };
  }
  const namespace = gateway.namespace ?? own;
  const found = await api.get<Gateway>(pathOf("gateways", namespace, gateway.name));
  if (found === undefined) {
    return {
      property: "gateway.name",
      given: gateway.name,
      expected: `a Gateway that is there in namespace ${namespace}`,
      fix: "create it, or give its gateway.namespace",
    };
  }
  const refusal = (found.status?.conditions ?? []).find(
    ({ type, status }) => type === "Accepted" && status === "False",
  );
  return refusal === undefined
    ? undefined
    : {
        property: "gateway.name",
        given: gateway.name,
        expected: "a Gateway that a controller has accepted",
        fix: `it says: ${[refusal.reason, refusal.message].filter(Boolean).join(": ")}`,
      };
}

interface Gateway extends KubernetesObject {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

async function hasHttpRoutes(api: KubernetesApi): Promise<boolean> {
  const group = await api.get<{ readonly resources?: readonly { readonly name: string }[] }>(
    "/apis/gateway.networking.k8s.io/v1",
  );
  return group?.resources?.some(({ name }) => name === "httproutes") ?? false;
}

/** Another Service that finds the pods by the user's own labels would send them traffic past the switch. */
async function selectorProblem(
  api: KubernetesApi,
  namespace: string,
  { labels = {}, services = [], existing }: PreflightArgs,
): Promise<InputProblem | undefined> {
  if (Object.keys(labels).length === 0) {
    return undefined;
  }
  const all = await api.list<Service>(pathOf("services", namespace));
  const others = all.filter(({ metadata, spec }) => {
    const selector = Object.entries(spec?.selector ?? {});
    const selects = selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
    return selects && ![...services, existing].includes(metadata.name);
  });
  if (others.length === 0) {
    return undefined;
  }
  return {
    property: "labels",
    given: labels,
    expected: `labels by which no other Service finds the pods; ${others.map((one) => one.metadata.name).join(", ")} does`,
    fix: "every generation would get its traffic past the switch: take other labels, or change that Service's selector",
  };
}

async function existingProblem(
  api: KubernetesApi,
  namespace: string,
  existing: string | undefined,
): Promise<InputProblem | undefined> {
  if (existing === undefined || (await api.get(pathOf("services", namespace, existing))) !== undefined) {
    return undefined;
  }
  return {
    property: "service.existing",
    given: existing,
    expected: `a Service that is there in namespace ${namespace}`,
    fix: "name one that is, or leave existing out: the group then declares a Service of its own name",
  };
}

/** Gives up after a while: a preview must not hang on a cluster. */
async function within<T>(look: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("too late")), LOOK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([look, late]);
  } finally {
    clearTimeout(timer);
  }
}

export type { PreflightArgs };
export { preflight };
