import type { ResourceState } from "../state/resource-state";
import { Bail } from "./diagnostics";
import type { Goal } from "./goal";
import type { PlanRecord } from "./plan-record";
import type { RunContext } from "./run-context";
import type { Registered, Step } from "./step";

/** What all decisions of a run share. */
export interface Planning {
  readonly run: RunContext;
  readonly record: PlanRecord;
}

/** Answers a registration. */
export type Done = (result: Registered) => void;

/** Steps to be done one after the other. */
export interface Planned {
  readonly steps: readonly Step[];
  /** Plans what comes after them, once all of them have ended well. @default nothing comes */
  readonly next?: () => Promise<Planned>;
}

/** What a decision about one registration starts from. */
export interface Decision {
  readonly goal: Goal;
  readonly urn: string;
  /** What there is of the resource now. */
  readonly old?: ResourceState | undefined;
  /** What it becomes. */
  readonly state: ResourceState;
  readonly randomSeed: Buffer;
  /** Whether an error was told already that forbids the registration. */
  readonly invalid: boolean;
  readonly done: Done;
}

/** Tells what is wrong. @returns the error that stops the run */
export function bail({ run }: Planning, urn: string, message: string): Bail {
  run.diagnostics.error(urn, message);
  return new Bail(message);
}

/** Stops an update; a preview goes on, but has failed. @throws Bail in an update */
export function refuse({ run, record }: Planning, urn: string, message: string): void {
  run.diagnostics.error(urn, message);
  record.sawError = true;
  if (!run.options.preview) throw new Bail(message);
}

/** Whether the user asked for the resource's replacement. */
export function isReplaceTarget({ run }: Planning, urn: string, old: ResourceState | undefined): boolean {
  const { replace } = run.options;
  return (replace.constrained && replace.contains(urn)) || old?.rest.taint === true;
}
