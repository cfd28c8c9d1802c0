import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";

type Object<V extends string, K extends string, T> = Omit<T, "apiVersion" | "kind"> & {
  readonly apiVersion: V;
  readonly kind: K;
};

type ConfigMap = Object<"v1", "ConfigMap", types.input.core.v1.ConfigMap>;
type Secret = Object<"v1", "Secret", types.input.core.v1.Secret>;
type Service = Object<"v1", "Service", types.input.core.v1.Service>;
type Deployment = Object<"apps/v1", "Deployment", types.input.apps.v1.Deployment>;
type DisruptionBudget = Object<"policy/v1", "PodDisruptionBudget", types.input.policy.v1.PodDisruptionBudget>;
type Autoscaler = Object<
  "autoscaling/v2",
  "HorizontalPodAutoscaler",
  types.input.autoscaling.v2.HorizontalPodAutoscaler
>;
/** The Gateway API's kinds are not the cluster's own, so the provider has no types for them. */
type HttpRoute = Object<
  "gateway.networking.k8s.io/v1",
  "HTTPRoute",
  { readonly metadata: types.input.meta.v1.ObjectMeta; readonly spec: HttpRouteSpec }
>;

interface HttpRouteSpec {
  readonly parentRefs: readonly {
    readonly name: string;
    readonly namespace?: string;
    readonly sectionName?: string;
    readonly port: number;
  }[];
  readonly hostnames?: readonly string[];
}

/** An object as it is declared. */
type Manifest = ConfigMap | Secret | Service | Deployment | DisruptionBudget | Autoscaler | HttpRoute;

/** What all objects of a generation share. */
interface Owned {
  /** Absent where the provider decides. */
  readonly namespace: string | undefined;
  readonly labels: pulumi.Input<Labels>;
}

/**
 * Tells the provider not to wait for an object: the gate does, with its own timeout and reasons. One that the provider
 * gave up on is half made in its eyes, so that the next update would modify it.
 * @see https://www.pulumi.com/registry/packages/kubernetes/#pulumicomskipawait
 */
const SKIP_AWAIT = { "pulumi.com/skipAwait": "true" } as const;

/** The metadata of an object of a generation. Without a name: the provider makes one of the resource's. */
function ownedMetadata({ namespace, labels }: Owned): types.input.meta.v1.ObjectMeta {
  return {
    ...(namespace !== undefined && { namespace }),
    labels: labels as pulumi.Input<Record<string, string>>,
    annotations: { ...SKIP_AWAIT },
  };
}

export type {
  Autoscaler,
  ConfigMap,
  Deployment,
  DisruptionBudget,
  HttpRoute,
  Manifest,
  Owned,
  Secret,
  Service,
};
export { ownedMetadata, SKIP_AWAIT };
