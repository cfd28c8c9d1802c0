import type { Clock } from "../../clock";
import { TIMEOUT_SECONDS } from "./annotations";
import type { Waiting } from "./await/await-ready";
import type { Cluster } from "./cluster";
import { annotation, type KubeObject } from "./object";
import type { KubernetesConfig } from "./provider-config";

/** How long an object's operation may take when nobody says otherwise, in seconds. */
const DEFAULT_TIMEOUT_SECONDS = 10 * 60;

/** What every operation on an object has. */
export interface Operation {
  readonly cluster: Cluster;
  readonly config: KubernetesConfig;
  /** Whether it owns only some fields of an object that others made. */
  readonly isPatch: boolean;
  readonly preview: boolean;
  readonly fieldManager: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Seconds; from the program's options. */
  readonly timeout?: number;
  progress(message: string): void;
}

/** How an operation waits: the program's options say for how long, else an annotation. */
export function waitingOf(operation: Operation, inputs: KubeObject): Waiting {
  const { cluster, signal, clock, progress, timeout } = operation;
  const annotated = annotation(inputs, TIMEOUT_SECONDS);
  const seconds = timeout || (/^[+-]?\d+$/.test(annotated) ? Number(annotated) : DEFAULT_TIMEOUT_SECONDS);
  return { cluster, signal, progress, clock, timeoutMs: seconds * 1000 };
}

/** The query that makes a call a trial at preview. */
export function dryRun(operation: Operation): Readonly<Record<string, string>> {
  return operation.preview ? { dryRun: "All" } : {};
}
