import type { Duration } from "@anew/core";
import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection";

/**
 * A taint of nodes that pods bear.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
interface Toleration {
  /** @default every taint; needs the operator "Exists" */
  readonly key?: string;
  /** @default "Equal" */
  readonly operator?: "Exists" | "Equal";
  readonly value?: string;
  /** @default every effect */
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  /** How long a pod stays on a node that got a `NoExecute` taint, seconds. @default for good */
  readonly tolerationSeconds?: number;
}

/** Between how many replicas a generation scales by itself, and when. */
interface Autoscale {
  /** At most this many; at least `replicas`, which is the least. */
  readonly max: number;
  /** Share of the requested CPU that its replicas shall use on average, percent, 1 to 100. */
  readonly cpu: number;
}

/** The arguments that only a cluster has. What is plain decides what runs: it is part of the generation's id. */
interface KubernetesArgs {
  /**
   * Where everything is made. It has to exist. A change is a new generation; the stable address can't move along, so a
   * group refuses to switch to it: declare a group of another name there.
   * @default the stack's `kubernetes:namespace`, else the provider's
   */
  readonly namespace?: pulumi.Input<string>;
  /**
   * The cluster, for gate and switch. Needed beside an explicit provider, which can't be asked.
   * @default the stack's `kubernetes:kubeconfig` and `kubernetes:context`, else the environment's
   */
  readonly connection?: pulumi.Input<Connection>;
  /** Labels of the pods, beside Anew's own. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the pods. @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Name of the service account of the pods.
   * @default the namespace's default one, without its token: the program can't ask the API server
   */
  readonly serviceAccount?: string;
  /** Names of Secrets with a registry's credentials. @default [] */
  readonly imagePullSecrets?: readonly string[];
  /** Labels that a node must have. @default {} */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** @default [] */
  readonly tolerations?: readonly Toleration[];
  /** Name of a PriorityClass. @default the cluster's default */
  readonly priorityClass?: string;
  /** A generation starts with as many replicas as the live one has. @default none: always `replicas` */
  readonly autoscale?: Autoscale;
}

/** A proof of the group's own: a program of the new generation that must end well. */
interface Hook {
  /** The program and its first arguments, run in a Job with the generation's image, environment and files. */
  readonly command: readonly string[];
  readonly args?: readonly string[];
  /** @default DEFAULT_HOOK_TIMEOUT ("5 minutes") */
  readonly timeout?: Duration;
}

/** The arguments that only a group in a cluster has. All are plain; none is part of a generation. */
interface GroupKubernetesArgs {
  /** How the stable Service is reached. @default { type: "ClusterIP" } */
  readonly service?: {
    /** @default "ClusterIP" */
    readonly type?: "ClusterIP" | "NodePort" | "LoadBalancer";
    /** The port of each node. @default the cluster chooses one */
    readonly nodePort?: number;
    /** Annotations of the Service, as load balancers want them. @default {} */
    readonly annotations?: Readonly<Record<string, string>>;
    /**
     * Name of a Service that exists and stays whose it is: kubectl's, a chart's, another program's. The switch takes its
     * selector over with the first release, and nothing else of it; its ports lead where they led. Needs `namespace`,
     * and nothing beside it.
     * @default none: the group declares a Service of its own name
     */
    readonly existing?: string;
  };
  /**
   * A Gateway that exists: the stable address is an HTTPRoute of it, and `traffic` may be gradual, `listen` may name
   * hosts and paths.
   * @default none: the stable address is a Service
   * @see https://gateway-api.sigs.k8s.io/
   */
  readonly gateway?: {
    readonly name: string;
    /** @default the group's */
    readonly namespace?: string;
    /** Name of one of its listeners. @default each that has the port of `listen` */
    readonly section?: string;
  };
  /** @default none */
  readonly hooks?: {
    /** Before the first shift, for a migration or a smoke test. Where it fails, nothing is shifted. */
    readonly beforeSwitch?: Hook;
    /** After the last shift. Where it fails, the traffic goes back. */
    readonly afterSwitch?: Hook;
  };
  /**
   * Where each pod tells how many requests it has in flight, in Prometheus' text format, so that a drain ends as soon as
   * there are none.
   * @default none: a drain waits until every node has left the old pods out, then for the grace period
   */
  readonly inFlight?: {
    /** Path of a GET request. */
    readonly path: string;
    /** @default the service's own port */
    readonly port?: number;
    /** Name of a gauge. Its series are added up. */
    readonly metric: string;
  };
}

const DEFAULT_HOOK_TIMEOUT: Duration = "5 minutes";

/** Names of the arguments of {@link KubernetesArgs}. */
const KUBERNETES_ARGS = [
  "namespace",
  "connection",
  "labels",
  "annotations",
  "serviceAccount",
  "imagePullSecrets",
  "nodeSelector",
  "tolerations",
  "priorityClass",
  "autoscale",
] as const satisfies readonly (keyof KubernetesArgs)[];

/** Names of the arguments of {@link GroupKubernetesArgs}. */
const GROUP_KUBERNETES_ARGS = [
  "service",
  "gateway",
  "hooks",
  "inFlight",
] as const satisfies readonly (keyof GroupKubernetesArgs)[];

export type { Autoscale, GroupKubernetesArgs, Hook, KubernetesArgs, Toleration };
export { DEFAULT_HOOK_TIMEOUT, GROUP_KUBERNETES_ARGS, KUBERNETES_ARGS };
