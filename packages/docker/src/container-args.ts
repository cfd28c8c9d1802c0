import { type HealthCheckSpec, parseMemory, type Spec } from "@anew/core";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

/** Size of a scratch directory in memory, and what may not be done in it. */
const TMPFS_OPTIONS = "rw,noexec,nosuid,nodev,size=64m";

/** Tells a program which generation it belongs to; the same for all of its replicas. */
const GENERATION_VARIABLE = "ANEW_GENERATION";

/** What one replica is made of. */
interface ContainerRequest {
  readonly id: string;
  readonly spec: Spec;
  readonly real: Spec;
  readonly image: pulumi.Input<string>;
  readonly labels: pulumi.Input<Readonly<Record<string, string>>>;
  /** Names of the networks that it joins. */
  readonly networks: readonly { readonly name: pulumi.Input<string>; readonly aliases?: readonly string[] }[];
  /** Volumes with configuration files, mounted read-only at their directories. */
  readonly configuration: readonly { readonly directory: string; readonly volume: pulumi.Input<string> }[];
}

/**
 * The arguments of the container of one replica. Pure: the same spec always gives the same arguments.
 * Times become seconds, memory MiB, CPUs a decimal text, as `docker.Container` takes them.
 * @see https://www.pulumi.com/registry/packages/docker/api-docs/container/
 */
function containerArgs(request: ContainerRequest): docker.ContainerArgs {
  const { spec, real } = request;
  const hides = (spec.secrets ?? []).length > 0;
  const memory = spec.resources?.memory === undefined ? undefined : mebibytes(spec.resources.memory);
  return {
    image: request.image,
    ...(real.command && { entrypoints: secretIf(hides, [...real.command]) }),
    ...(real.args && { command: secretIf(hides, [...real.args]) }),
    envs: environment(request),
    user: spec.user,
    readOnly: spec.readOnlyRootFilesystem,
    tmpfs: Object.fromEntries(spec.tmpfs.map((path) => [path, TMPFS_OPTIONS])),
    capabilities: { drops: ["ALL"], adds: spec.capabilities.map((name) => `CAP_${name}`) },
    securityOpts: ["no-new-privileges:true"],
    restart: "unless-stopped",
    // Whether it runs is the gate's and the switch's to judge: otherwise a refresh would show one that stands by
    // stopped as a change.
    start: true,
    mustRun: false,
    stopTimeout: Math.ceil(spec.gracePeriod / 1000),
    destroyGraceSeconds: Math.ceil(spec.gracePeriod / 1000),
    labels: dockerLabels(request.labels),
    networksAdvanced: request.networks.map(({ name, aliases }) => ({
      name,
      ...(aliases && { aliases: [...aliases] }),
    })),
    volumes: [
      ...request.configuration.map(({ directory, volume }) => ({
        containerPath: directory,
        volumeName: volume,
        readOnly: true,
      })),
      ...spec.state.map(({ volume, path }) => ({ containerPath: path, volumeName: volume })),
    ],
    ...(memory !== undefined && { memory, memorySwap: memory }),
    ...(spec.resources?.cpu !== undefined && { cpus: String(spec.resources.cpu) }),
    ...(spec.healthCheck.kind === "command" && {
      healthcheck: dockerHealthcheck(spec.healthCheck, hides ? real.healthCheck : undefined),
    }),
  };
}

function environment({ id, spec, real }: ContainerRequest): pulumi.Input<string[]> {
  const plain = Object.entries({ [GENERATION_VARIABLE]: id, ...real.env });
  const secret = Object.entries(real.secretEnv);
  const all = [...plain, ...secret].map(([name, value]) => `${name}=${value}`).sort();
  return secretIf(Object.keys(spec.secretEnv).length > 0, all);
}

function secretIf<T>(secret: boolean, value: T): pulumi.Input<T> {
  return secret ? (pulumi.secret(value) as unknown as pulumi.Output<T>) : value;
}

function dockerLabels(
  labels: pulumi.Input<Readonly<Record<string, string>>>,
): pulumi.Output<{ label: string; value: string }[]> {
  return pulumi.output(labels).apply((all) =>
    Object.keys(all)
      .sort()
      .map((label) => ({ label, value: all[label] ?? "" })),
  );
}

function dockerHealthcheck(
  check: HealthCheckSpec & { readonly kind: "command" },
  real: HealthCheckSpec | undefined,
): pulumi.Input<{ tests: string[]; interval: string; timeout: string; retries: number }> {
  const command = real?.kind === "command" ? real.command : check.command;
  return secretIf(real !== undefined, {
    tests: ["CMD", ...command],
    interval: goDuration(check.interval),
    timeout: goDuration(check.probeTimeout),
    retries: check.unhealthyAfter,
  });
}

/**
 * Milliseconds as Go writes a duration, and so as the daemon gives it back: another form would show as a change after
 * a refresh.
 * @see https://pkg.go.dev/time#Duration.String
 */
function goDuration(ms: number): string {
  if (ms < 1000) {
    return `${ms}ms`;
  }
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const seconds = `${(ms % 60_000) / 1000}s`;
  return hours > 0 ? `${hours}h${minutes}m${seconds}` : minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

function mebibytes(memory: string): number {
  return Math.ceil(parseMemory(memory) / (1024 * 1024));
}

/** The networks that a spec names beside its router's. */
function ownNetworks(spec: Spec): string[] {
  const networks = spec.platform?.networks;
  return typeof networks === "string" ? [networks] : [...(networks ?? [])];
}

export type { ContainerRequest };
export { containerArgs, dockerLabels, GENERATION_VARIABLE, goDuration, ownNetworks };
