import { type GroupSettings, type Json, LABELS, parseDuration } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_HOOK_TIMEOUT, type GroupKubernetesArgs, type Hook } from "./kubernetes-args";
import { KubernetesObject } from "./kubernetes-object";
import { type Labels, labelValues } from "./labels";
import { httpRouteManifest, previewServiceManifest, stableServiceManifest } from "./manifests/stable-address";
import { previewName } from "./names";
import type { KubernetesRoute, RouteHook } from "./route";

/** Where a group is reached, and what its switch writes. */
interface StableAddress {
  readonly route: pulumi.Output<Json>;
  readonly url: pulumi.Output<string>;
  /** Empty without a preview. */
  readonly previewUrl: pulumi.Output<string>;
}

/** What the cluster says of a Service that a load balancer serves. */
interface LoadBalancerStatus {
  readonly loadBalancer?: {
    readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
  };
}

/** Declares what stays when generations come and go: the Service or the HTTPRoute of a group, and its preview. */
function declareAddress(
  group: pulumi.ComponentResource,
  name: string,
  namespace: pulumi.Input<string> | undefined,
  settings: GroupSettings,
  args: GroupKubernetesArgs & { readonly port?: pulumi.Input<number> },
): StableAddress {
  const { listen, preview } = settings;
  const address = { name, namespace, labels: addressLabels(name) };
  const { gateway } = args;
  const { existing, ...service } = args.service ?? {};
  const stable =
    gateway !== undefined
      ? new KubernetesObject(`${name}-route`, httpRouteManifest(address, listen, gateway), { parent: group })
      : existing === undefined
        ? new KubernetesObject(`${name}-service`, stableServiceManifest(address, listen, service), {
            parent: group,
          })
        : undefined;
  const shown =
    preview &&
    new KubernetesObject(
      `${name}-preview`,
      previewServiceManifest({ ...address, name: previewName(name) }, preview.port),
      { parent: group },
    );
  const place = stable?.metadata.namespace ?? pulumi.output(namespace ?? "default");
  const route = pulumi.all([place, shown?.metadata, args.port]).apply(
    ([inNamespace, waiting, port]): KubernetesRoute => ({
      kind: gateway === undefined ? "service" : "gateway",
      namespace: inNamespace,
      name: existing ?? name,
      listen,
      ...(waiting && { preview: waiting.name }),
      ...(args.inFlight && { inFlight: { ...args.inFlight, port: args.inFlight.port ?? port ?? 0 } }),
      ...(args.hooks && { hooks: hooksOf(args.hooks) }),
    }),
  );
  return {
    route: route as unknown as pulumi.Output<Json>,
    url:
      gateway === undefined
        ? serviceUrl(place, stable, existing ?? name, listen)
        : pulumi.output(gatewayUrl(listen)),
    previewUrl:
      preview === undefined
        ? pulumi.output("")
        : place.apply((inNamespace) => urlOf(`${previewName(name)}.${inNamespace}.svc`, preview.port)),
  };
}

/** The labels of what belongs to no generation; all generations of a component have them, too. */
function addressLabels(name: string): Labels {
  return labelValues({
    [LABELS.project]: pulumi.getProject(),
    [LABELS.stack]: pulumi.getStack(),
    [LABELS.group]: name,
  });
}

function hooksOf(hooks: NonNullable<GroupKubernetesArgs["hooks"]>): NonNullable<KubernetesRoute["hooks"]> {
  const { beforeSwitch, afterSwitch } = hooks;
  return {
    ...(beforeSwitch && { beforeSwitch: hookOf(beforeSwitch) }),
    ...(afterSwitch && { afterSwitch: hookOf(afterSwitch) }),
  };
}

function hookOf({ command, args, timeout = DEFAULT_HOOK_TIMEOUT }: Hook): RouteHook {
  return { command, ...(args && { args }), timeoutMs: parseDuration(timeout) };
}

/** A load balancer's address, else the Service's name, which is an address inside of the cluster. */
function serviceUrl(
  place: pulumi.Output<string>,
  service: KubernetesObject | undefined,
  name: string,
  listen: GroupSettings["listen"],
): pulumi.Output<string> {
  const port = listen[0]?.port ?? 80;
  const status = pulumi.output(service?.status) as pulumi.Output<LoadBalancerStatus | undefined>;
  return pulumi.all([place, status]).apply(([namespace, live]) => {
    const [ingress] = live?.loadBalancer?.ingress ?? [];
    return urlOf(ingress?.hostname ?? ingress?.ip ?? `${name}.${namespace}.svc`, port);
  });
}

/** The Gateway's own address is not known here, so only a host makes a URL. */
function gatewayUrl([first]: GroupSettings["listen"]): string {
  if (first?.host === undefined) {
    return "";
  }
  return urlOf(first.host, first.port) + (first.path === "/" ? "" : first.path);
}

function urlOf(host: string, port: number): string {
  const scheme = port === 443 ? "https" : "http";
  const standard = port === 80 || port === 443;
  return `${scheme}://${host}${standard ? "" : `:${port}`}`;
}

export type { StableAddress };
export { addressLabels, declareAddress, urlOf };
