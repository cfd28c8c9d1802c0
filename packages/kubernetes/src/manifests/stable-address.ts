import type { GroupSettings } from "@anew/core";
import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { GroupKubernetesArgs } from "../kubernetes-args";
import type { Labels } from "../labels";
import { MAIN_PORT } from "../route";
import { type HttpRoute, type Service, SKIP_AWAIT } from "./manifest";
import { type NamedPort, servicePort } from "./ports";

/** Where an address stands, and whose it is. */
interface Address {
  readonly name: string;
  readonly namespace: pulumi.Input<string> | undefined;
  readonly labels: pulumi.Input<Labels>;
}

/** Waits until the cluster has given the Service its address, which the component's `url` is made of. */
const WAIT_FOR_ADDRESS = { "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress}" } as const;

/**
 * The Service that a group is reached at. It has no selector of Pulumi's: the switch alone writes it, as another field
 * manager, so that an update of anything else of it leaves the traffic where it is.
 */
function stableServiceManifest(
  address: Address,
  listen: GroupSettings["listen"],
  { type = "ClusterIP", nodePort, annotations = {} }: NonNullable<GroupKubernetesArgs["service"]>,
): Service {
  const waiting = type === "LoadBalancer" ? WAIT_FOR_ADDRESS : SKIP_AWAIT;
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(address, { ...annotations, ...waiting }),
    spec: {
      type,
      ports: listen.map(({ port }) => ({
        name: addressPortName(port),
        port,
        targetPort: MAIN_PORT,
        protocol: "TCP",
        ...(nodePort !== undefined && { nodePort }),
      })),
    },
  };
}

/**
 * With its number in it: where a port of one name gets another number, the first preview after the creation finds both, and
 * the API server refuses two ports of one name.
 */
function addressPortName(port: number): string {
  return `http-${port}`;
}

/** The Service that shows the generation that waits; it, too, gets its selector from the switch. */
function previewServiceManifest(address: Address, port: number): Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(address, SKIP_AWAIT),
    spec: {
      type: "ClusterIP",
      ports: [{ name: addressPortName(port), port, targetPort: MAIN_PORT, protocol: "TCP" }],
    },
  };
}

/** The Service of a component without a switch: whatever generation of it is ready. */
function plainServiceManifest(
  address: Address,
  ports: pulumi.Input<NamedPort[]>,
  selector: pulumi.Input<Labels>,
): Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(address, SKIP_AWAIT),
    spec: {
      type: "ClusterIP",
      selector: selector as pulumi.Input<Record<string, string>>,
      ports: pulumi.output(ports).apply((all) =>
        all.map((one) => ({
          ...servicePort(one),
          ...(one.name === MAIN_PORT && { name: addressPortName(one.port) }),
        })),
      ),
    },
  };
}

/** The route of a group at a Gateway. Its rules are the switch's: which generation gets which share. */
function httpRouteManifest(
  address: Address,
  listen: GroupSettings["listen"],
  gateway: NonNullable<GroupKubernetesArgs["gateway"]>,
): HttpRoute {
  const ports = [...new Set(listen.map(({ port }) => port))];
  const hosts = [...new Set(listen.flatMap(({ host }) => (host === undefined ? [] : [host])))].sort();
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: metadataOf(address, SKIP_AWAIT),
    spec: {
      parentRefs: ports.map((port) => ({
        name: gateway.name,
        ...(gateway.namespace !== undefined && { namespace: gateway.namespace }),
        ...(gateway.section !== undefined && { sectionName: gateway.section }),
        port,
      })),
      ...(hosts.length > 0 && { hostnames: hosts }),
    },
  };
}

function metadataOf(
  { name, namespace, labels }: Address,
  annotations: Labels,
): types.input.meta.v1.ObjectMeta {
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: labels as pulumi.Input<Record<string, string>>,
    annotations: { ...annotations },
  };
}

export type { Address };
export { httpRouteManifest, plainServiceManifest, previewServiceManifest, stableServiceManifest };
