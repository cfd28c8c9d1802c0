import type { Spec } from "@anew/core";
import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesArgs, Toleration } from "../kubernetes-args";
import type { Labels } from "../labels";
import { commandTexts, environment } from "./environment";
import { namedPorts } from "./ports";
import { readinessProbe } from "./probe";
import { resourceRequirements } from "./quantities";
import { containerSecurity, podSecurity } from "./security";
import { volumesOf } from "./volumes";

/** Seconds between a pod's leaving its Service and the signal to stop: until then, nodes may still send requests. */
const DEFAULT_PRESTOP = 5;

/** The name of the one container of each pod. */
const CONTAINER_NAME = "main";

/** One generation, as its pods need it. */
interface PodRequest {
  readonly id: string;
  /** With the secrets' values; none of them ends up in a pod. */
  readonly real: Spec;
  readonly image: pulumi.Input<string>;
  readonly args: KubernetesArgs;
  /** Anew's own labels. */
  readonly labels: pulumi.Input<Labels>;
  /** Selects the pods of this generation. */
  readonly selector: pulumi.Input<Labels>;
  /** Name of the generation's ConfigMap. */
  readonly files: pulumi.Input<string> | undefined;
  /** Name of the generation's Secret. */
  readonly secrets: pulumi.Input<string> | undefined;
}

/** The pod of a generation, without its metadata. */
function podSpec(request: PodRequest): types.input.core.v1.PodSpec {
  const { real, args } = request;
  const { volumes } = volumesOf(real, request);
  const preStop = real.port === undefined ? 0 : DEFAULT_PRESTOP;
  return {
    ...(args.serviceAccount === undefined
      ? { automountServiceAccountToken: false }
      : { serviceAccountName: args.serviceAccount }),
    enableServiceLinks: false,
    securityContext: podSecurity(real),
    containers: [container(request, preStop)],
    ...(volumes.length > 0 && { volumes }),
    terminationGracePeriodSeconds: preStop + Math.ceil(real.gracePeriod / 1000),
    ...spread(request),
    ...scheduling(args),
  };
}

function container(request: PodRequest, preStop: number): types.input.core.v1.Container {
  const { id, real, image } = request;
  const command = commandTexts(real, "command");
  const args = commandTexts(real, "args");
  const { mounts } = volumesOf(real, request);
  const ports = containerPorts(real);
  const probe = readinessProbe(real.healthCheck);
  return {
    name: CONTAINER_NAME,
    image,
    imagePullPolicy: "IfNotPresent",
    ...(command && { command }),
    ...(args && { args }),
    env: environment(id, real, request.secrets),
    ...(ports.length > 0 && { ports }),
    resources: resourceRequirements(real.resources),
    securityContext: containerSecurity(real),
    ...(probe && { readinessProbe: probe }),
    ...(preStop > 0 && { lifecycle: { preStop: { sleep: { seconds: preStop } } } }),
    ...(mounts.length > 0 && { volumeMounts: mounts }),
  };
}

function containerPorts(spec: Spec): types.input.core.v1.ContainerPort[] {
  return namedPorts(spec).map(({ name, port }) => ({ name, containerPort: port, protocol: "TCP" }));
}

/** Replicas keep apart where they can: one zone or one node that goes away shall not take all of them. */
function spread({ real, args, selector }: PodRequest) {
  if (real.replicas === 1 && args.autoscale === undefined) {
    return {};
  }
  const constraints = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: selector as pulumi.Input<Record<string, string>> },
  }));
  return { topologySpreadConstraints: constraints };
}

function scheduling(args: KubernetesArgs) {
  const { imagePullSecrets = [], nodeSelector = {}, tolerations = [], priorityClass } = args;
  return {
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector: { ...nodeSelector } }),
    ...(tolerations.length > 0 && { tolerations: tolerations.map((one: Toleration) => ({ ...one })) }),
    ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
  };
}

export type { PodRequest };
export { CONTAINER_NAME, DEFAULT_PRESTOP, podSpec };
