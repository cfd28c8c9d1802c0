/** One step of an update, with Pulumi's own word for the operation, in the order in which the steps began. */
export interface Step {
  readonly op: string;
  readonly urn: string;
}

export interface EngineResult {
  readonly steps: readonly Step[];
  /** Resources by operation. */
  readonly changeSummary: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly exitCode: number;
  /** What went wrong, as the engine says it. */
  readonly error?: string;
  /** All that it has printed. */
  readonly output: string;
}

/** A value of a stack's configuration. */
export type ConfigValue = string | { readonly secret: string };

/** Which program, and which of its stacks. */
export interface Target {
  /** The program's folder. */
  readonly cwd: string;
  readonly stack: string;
  /** The whole configuration, each key with its namespace. */
  readonly config: Readonly<Record<string, ConfigValue>>;
}

export interface EngineOptions {
  /** Gets every line that the engine prints, as it comes. */
  readonly onLine?: (line: string) => void;
  /** For the program and its providers. @default this process's environment */
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds. @default 10 minutes */
  readonly timeout?: number;
}

/** A run of the engine that can be killed: its process leads a group that holds the program and the providers, too. */
export interface Running {
  readonly pid: number;
  readonly result: Promise<EngineResult>;
}

export type Operation = "preview" | "up" | "destroy" | "refresh";

/** What runs a Pulumi program: the real CLI or the embedded engine. A failed update is a result, not an exception. */
export interface Engine {
  /** `pulumi 3.x` or `embedded`. */
  readonly name: string;
  start(operation: Operation, target: Target, options?: EngineOptions): Running;
  preview(target: Target, options?: EngineOptions): Promise<EngineResult>;
  up(target: Target, options?: EngineOptions): Promise<EngineResult>;
  destroy(target: Target, options?: EngineOptions): Promise<EngineResult>;
  /** The stack's outputs, secret ones in clear. */
  outputs(target: Target): Promise<Readonly<Record<string, unknown>>>;
  /** The deployment as `pulumi stack export` prints it. */
  export(target: Target): Promise<unknown>;
  /** Replaces the state by a deployment that `export` gave. */
  import(target: Target, deployment: unknown): Promise<void>;
  /** After a kill: releases the lock that it has left. */
  unlock(target: Target): Promise<void>;
}

export const DEFAULT_ENGINE_TIMEOUT = 10 * 60_000;
