import type * as pulumi from "@pulumi/pulumi";
import type { Duration } from "./duration";
import type { HealthCheck } from "./health-check-args";
import type { ImageSource } from "./image-source";
import type { Memory } from "./memory";

/** CPU and memory of each instance. Without an entry there is no limit. */
export interface ResourcesArgs {
  /** In cores: `0.5` is half a core. More than 0; finer than a thousandth is refused. */
  readonly cpu?: pulumi.Input<number>;
  /** Such as `"256 MiB"`; at least 6 MiB. */
  readonly memory?: pulumi.Input<Memory>;
}

/** Storage that outlives generations, mounted into each. */
export interface StateArgs {
  /** Name or id of the storage, as the platform calls it: a Docker volume, a claim, a file system. */
  readonly volume: pulumi.Input<string>;
  /** Where it is mounted: an absolute path. */
  readonly path: pulumi.Input<string>;
  /**
   * `"shared"`: two generations may write at once. `"exclusive"`: only one may, so a BlueGreenGroup, where two
   * run side by side, refuses it.
   */
  readonly access: pulumi.Input<"shared" | "exclusive">;
}

/**
 * Everything that decides what runs, the same on every target. A change of any of it, however small, is a
 * new generation. What a target cannot do is refused with a reason, never ignored.
 */
export interface ServiceArgs {
  /** What runs: an `ImageBuild`, or a reference by digest (`name@sha256:…`). A tag is refused: it can move. */
  readonly image: pulumi.Input<string> | ImageSource;
  /**
   * The program and its first arguments; no shell.
   * @default the image's entry point
   */
  readonly command?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * Arguments of the program.
   * @default the image's command
   */
  readonly args?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * Environment variables. A value that is a secret Output is treated as in `secretEnv`.
   * @default {}
   */
  readonly env?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Environment variables whose values are secret: never printed, and only as a salted fingerprint in the
   * history. A changed value is a new generation.
   * @default {}
   */
  readonly secretEnv?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * Files: absolute path → content, mounted read-only; each generation has its own copy. Content that is a
   * secret Output is treated as in `secretEnv`.
   * @default {}
   */
  readonly files?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /**
   * TCP port on which the program listens, 1 to 65535.
   * @default none: nothing reaches it
   */
  readonly port?: pulumi.Input<number>;
  /**
   * More TCP ports by name, such as `{ metrics: 9090 }`: reachable inside the platform's network; traffic of
   * `listen` goes to `port` only.
   * @default {}
   */
  readonly ports?: pulumi.Input<Readonly<Record<string, pulumi.Input<number>>>>;
  /**
   * What proves that it works.
   * @default the port accepts connections; without a port, the process stays up
   */
  readonly healthCheck?: pulumi.Input<HealthCheck>;
  /**
   * Instances that run side by side, 1 or more.
   * @default DEFAULT_REPLICAS (1)
   */
  readonly replicas?: pulumi.Input<number>;
  /**
   * CPU and memory of each instance.
   * @default no limits
   */
  readonly resources?: pulumi.Input<ResourcesArgs>;
  /**
   * Who runs the program: `uid`, `uid:gid`, or names that the image knows.
   * @default DEFAULT_USER ("65532:65532")
   */
  readonly user?: pulumi.Input<string>;
  /**
   * Absolute paths of scratch directories in memory, writable, gone with the instance.
   * @default []
   */
  readonly tmpfs?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * Time between the signal to stop and the kill.
   * @default DEFAULT_GRACE_PERIOD ("30 seconds")
   */
  readonly gracePeriod?: pulumi.Input<Duration>;
  /**
   * Storage that outlives generations. Anything else that is written is lost.
   * @default []
   */
  readonly state?: pulumi.Input<readonly pulumi.Input<StateArgs>[]>;
  /**
   * Whether the image's file system is read-only.
   * @default DEFAULT_READ_ONLY_ROOT_FILESYSTEM (true)
   */
  readonly readOnlyRootFilesystem?: pulumi.Input<boolean>;
  /**
   * Linux capabilities to keep, such as `["NET_BIND_SERVICE"]`; all others are dropped.
   * @default DEFAULT_CAPABILITIES ([])
   * @see https://man7.org/linux/man-pages/man7/capabilities.7.html
   */
  readonly capabilities?: pulumi.Input<readonly pulumi.Input<string>[]>;
}

/** Names of all arguments of {@link ServiceArgs}. */
export const SERVICE_ARGS = [
  "image",
  "command",
  "args",
  "env",
  "secretEnv",
  "files",
  "port",
  "ports",
  "healthCheck",
  "replicas",
  "resources",
  "user",
  "tmpfs",
  "gracePeriod",
  "state",
  "readOnlyRootFilesystem",
  "capabilities",
] as const satisfies readonly (keyof ServiceArgs)[];
