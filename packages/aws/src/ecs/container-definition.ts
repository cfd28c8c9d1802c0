import type { HealthCheckSpec, Spec } from "@anew/core";
import type { Capacity } from "./ecs-args";
import { containerSize, isFargate } from "./task-size";
import { volumeName } from "./volumes";

/** The name of the one container of each task. */
const CONTAINER_NAME = "main";
/** Tells a program which generation it belongs to; the same for all of its replicas. */
const GENERATION_VARIABLE = "ANEW_GENERATION";

/** What AWS allows for a container's own check, seconds and numbers. */
const LIMITS = { interval: [5, 300], timeout: [2, 120], retries: [1, 10], startPeriod: [0, 300] } as const;

/** One generation's container, as ECS needs it. */
interface ContainerRequest {
  readonly id: string;
  /** Without secrets. */
  readonly spec: Spec;
  readonly image: string;
  readonly capacity: Capacity | undefined;
  /** The version of the generation's secret; undefined where it has none. */
  readonly secret: { readonly arn: string; readonly version: string } | undefined;
  readonly logs: { readonly group: string; readonly region: string } | undefined;
}

/**
 * The container definition of a generation's task.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
function containerDefinition(request: ContainerRequest): Readonly<Record<string, unknown>> {
  const { id, spec, image, capacity, secret, logs } = request;
  return {
    name: CONTAINER_NAME,
    image,
    essential: true,
    ...containerSize(spec, capacity),
    ...(spec.command && { entryPoint: spec.command }),
    ...(spec.args && { command: spec.args }),
    environment: plainVariables(id, spec),
    secrets: secretVariables(spec, secret),
    portMappings: portsOf(spec).map((port) => ({ containerPort: port, hostPort: port, protocol: "tcp" })),
    mountPoints: spec.state.map(({ path }, index) => ({
      sourceVolume: volumeName(index),
      containerPath: path,
      readOnly: false,
    })),
    user: spec.user,
    readonlyRootFilesystem: spec.readOnlyRootFilesystem,
    linuxParameters: {
      capabilities: { add: spec.capabilities, drop: ["ALL"] },
      initProcessEnabled: true,
    },
    // Fargate does not let this be said.
    ...(!isFargate(capacity) && { dockerSecurityOptions: ["no-new-privileges"] }),
    stopTimeout: Math.max(2, Math.ceil(spec.gracePeriod / 1000)),
    ...(spec.healthCheck.kind === "command" && { healthCheck: ownCheck(spec.healthCheck) }),
    ...(logs && { logConfiguration: logConfiguration(id, logs) }),
  };
}

/** Sorted by name, as the API gives them back. */
function plainVariables(id: string, spec: Spec) {
  const secret = new Set(Object.keys(spec.secretEnv));
  return Object.entries({ [GENERATION_VARIABLE]: id, ...spec.env })
    .filter(([name]) => !secret.has(name))
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Each variable is one key of the generation's secret, in exactly the version that was made for it. */
function secretVariables(spec: Spec, secret: ContainerRequest["secret"]) {
  return Object.keys(spec.secretEnv)
    .sort()
    .map((name) => ({ name, valueFrom: `${secret?.arn}:${name}::${secret?.version}` }));
}

function portsOf(spec: Spec): readonly number[] {
  const ports = [...(spec.port === undefined ? [] : [spec.port]), ...Object.values(spec.ports ?? {})];
  return [...new Set(ports)];
}

function ownCheck(check: HealthCheckSpec & { readonly kind: "command" }) {
  return {
    command: ["CMD", ...check.command],
    interval: within(check.interval / 1000, LIMITS.interval),
    timeout: within(check.probeTimeout / 1000, LIMITS.timeout),
    retries: within(check.unhealthyAfter, LIMITS.retries),
    startPeriod: within(check.timeout / 1000, LIMITS.startPeriod),
  };
}

function logConfiguration(id: string, { group, region }: NonNullable<ContainerRequest["logs"]>) {
  return {
    logDriver: "awslogs",
    options: { "awslogs-group": group, "awslogs-region": region, "awslogs-stream-prefix": id },
  };
}

function within(value: number, [from, to]: readonly [number, number]): number {
  return Math.min(to, Math.max(from, Math.ceil(value)));
}

export type { ContainerRequest };
export { CONTAINER_NAME, containerDefinition, GENERATION_VARIABLE };
