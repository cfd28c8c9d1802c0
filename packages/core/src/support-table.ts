import { parseDuration } from "./duration";
import { FormatError } from "./format-error";
import type { GroupOnlyArgs } from "./group/group-args";
import type { ServiceArgs } from "./spec-args";
import type { Refusal, Target } from "./support";

type RefusedBy = { readonly [target in Target]?: readonly Refusal[] };

const wholeSeconds = (platform: string, property?: string): Refusal => ({
  ...(property === undefined ? {} : { property }),
  when: (value) => (milliseconds(value) ?? 0) % 1000 !== 0,
  expected: `whole seconds: ${platform} counts in seconds`,
  fix: "round it up",
});

const nothing = (reason: string, fix: string, property?: string): Refusal => ({
  ...(property === undefined ? {} : { property }),
  expected: `nothing: ${reason}`,
  fix,
});

const kubernetesHealth: readonly Refusal[] = [
  {
    property: "expectStatus",
    when: (value) => value !== "200-399",
    expected: '"200-399", the only status codes that Kubernetes takes for healthy',
    fix: "let the service answer with 400 or more when it is not healthy",
  },
];

const kubernetesUser: Refusal = {
  when: (value) => typeof value === "string" && !/^\d+(:\d+)?$/.test(value),
  expected: "numbers: Kubernetes does not know the names in an image",
  fix: 'write "uid:gid"',
};

const fargateCapabilities: Refusal = {
  property: "[]",
  when: (value) => typeof value === "string" && !/^(CAP_)?SYS_PTRACE$/i.test(value),
  expected: "only SYS_PTRACE: ECS on Fargate allows no other",
  fix: "take it away, for example by listening on a port above 1023",
};

const ecsGracePeriod: Refusal = {
  when: (value) => (milliseconds(value) ?? 0) > 120_000,
  expected: 'at most "120 seconds" on ECS',
  fix: "let the program end sooner",
};

const notCounted = (limit: string) =>
  nothing(
    "Kubernetes counts no requests and no failures by itself",
    "ask Prometheus: bake.prometheus with a query and its limit",
    limit,
  );

const inTheMachine = (what: string) =>
  nothing(`a machine image decides ${what} by itself`, "build it into the machine image");

/**
 * What each target does not do, argument by argument; what is not listed, it does. The types demand a line
 * for every argument of services and groups.
 */
export const SUPPORT: { readonly [argument in keyof ServiceArgs | keyof GroupOnlyArgs]-?: RefusedBy } = {
  image: {},
  command: { instances: [inTheMachine("what it starts")] },
  args: { instances: [inTheMachine("what it starts")] },
  env: {},
  secretEnv: {
    instances: [
      nothing(
        "an instance gets its settings as user data, which every process in it can read",
        "let the program fetch the secret with the instance's role",
      ),
    ],
  },
  files: {
    ecs: [nothing("an ECS task has no files of its own", "put them into the image, or the content into env")],
  },
  port: {},
  ports: {},
  healthCheck: {
    kubernetes: kubernetesHealth,
    instances: [
      nothing(
        "a load balancer cannot run a command in an instance",
        "use healthCheck: { path }, and let the service run the command",
        "command",
      ),
    ],
  },
  replicas: {},
  resources: { instances: [nothing("the instance type decides", "choose an instance type")] },
  user: { kubernetes: [kubernetesUser], instances: [inTheMachine("who runs its programs")] },
  tmpfs: {
    ecs: [nothing("ECS on Fargate has no tmpfs", "write to state, or keep it in the program's own memory")],
    instances: [inTheMachine("what it mounts")],
  },
  gracePeriod: {
    docker: [wholeSeconds("Docker")],
    kubernetes: [wholeSeconds("Kubernetes")],
    ecs: [wholeSeconds("ECS"), ecsGracePeriod],
  },
  state: {},
  readOnlyRootFilesystem: { instances: [inTheMachine("what it mounts")] },
  capabilities: { ecs: [fargateCapabilities], instances: [inTheMachine("what its programs may do")] },

  listen: {
    kubernetes: [
      {
        ...nothing(
          "a Service has no host names",
          'name the Gateway to use: gateway: { name: "…" }',
          "[].host",
        ),
        unless: "gateway",
      },
      {
        ...nothing("a Service has no paths", 'name the Gateway to use: gateway: { name: "…" }', "[].path"),
        when: (value) => value !== "/",
        unless: "gateway",
      },
    ],
  },
  traffic: {
    kubernetes: [
      {
        property: "kind",
        when: (value) => value === "gradual",
        expected: '"instant": a Service sends all traffic to one generation',
        fix: 'name the Gateway to use: gateway: { name: "…" }',
        unless: "gateway",
      },
    ],
  },
  bake: { kubernetes: ["maxErrorRate", "maxP99", "maxErrorRateIncrease", "maxP99Ratio"].map(notCounted) },
  drainTimeout: {},
  keep: {},
  standby: {},
  preview: {},
  unexpectedSplit: {},
  history: {},
};

/** Undefined for what is no duration; that is another check's to report. */
function milliseconds(value: unknown): number | undefined {
  try {
    return typeof value === "string" ? parseDuration(value) : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
