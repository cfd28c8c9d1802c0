import type { DiffResult } from "../provider";
import type { PendingOperation } from "../state/checkpoint";
import type { ResourceState } from "../state/resource-state";

/** Pulumi's own names of steps. */
export type StepOp =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "read"
  | "read-replacement"
  | "discard"
  | "discard-replaced"
  | "remove-pending-replace"
  | "import"
  | "import-replacement"
  | "refresh";

/** What a finished registration tells the program. */
export interface Registered {
  readonly state: ResourceState;
  /** Nothing is known about the outputs, because the creation was skipped. */
  readonly unknown?: boolean;
  /** Why there is no such resource; only where a run goes on after errors. */
  readonly failure?: "failed" | "skipped";
}

interface StepBase {
  readonly op: StepOp;
  readonly urn: string;
  /** Whether it counts in the summary; the physical parts of a replacement do not. */
  readonly logical: boolean;
  /** Answers the registration that caused the step. */
  readonly done?: (result: Registered) => void;
}

export interface SameStep extends StepBase {
  readonly op: "same";
  readonly old: ResourceState;
  readonly new: ResourceState;
  /** Nothing is there, and nothing is created: the new state gets into no checkpoint. @default false */
  readonly skipped?: boolean;
  /** Nothing was compared, because the run is not about the resource. @default false */
  readonly untargeted?: boolean;
}

export interface CreateStep extends StepBase {
  readonly op: "create" | "create-replacement";
  /** The one that is replaced. */
  readonly old?: ResourceState;
  readonly new: ResourceState;
  /** Whether the old one is still there and will be deleted later. */
  readonly pendingDelete: boolean;
  readonly diff?: DiffResult;
}

export interface ReplaceStep extends StepBase {
  readonly op: "replace";
  readonly old: ResourceState;
  readonly new: ResourceState;
  readonly diff?: DiffResult;
}

export interface UpdateStep extends StepBase {
  readonly op: "update";
  readonly old: ResourceState;
  readonly new: ResourceState;
  readonly ignoreChanges: readonly string[];
  readonly diff: DiffResult;
}

export interface DeleteStep extends StepBase {
  readonly op: "delete" | "delete-replaced" | "discard" | "discard-replaced";
  readonly old: ResourceState;
  readonly new?: undefined;
  /** Whether a replacement is to be created afterwards. */
  readonly pendingReplacement: boolean;
}

export interface ForgetStep extends StepBase {
  readonly op: "remove-pending-replace";
  readonly old: ResourceState;
  readonly new?: undefined;
}

export interface ReadStep extends StepBase {
  readonly op: "read" | "read-replacement";
  readonly old?: ResourceState;
  readonly new: ResourceState;
}

export interface ImportStep extends StepBase {
  readonly op: "import" | "import-replacement";
  readonly old?: ResourceState;
  readonly new: ResourceState;
}

export interface RefreshStep extends StepBase {
  readonly op: "refresh";
  readonly old: ResourceState;
  readonly new?: undefined;
  /** What the program registers, where it runs; then the refreshed state is written at once. */
  readonly goal?: ResourceState;
  /** Whether the user is not shown it. */
  readonly internal: boolean;
  /** Whether its result is counted in the summary. */
  readonly counts: boolean;
  /** Is filled in by the step. */
  readonly refreshed: Refreshed;
}

/** What a refresh has found. */
export interface Refreshed {
  /** Absent when the resource is gone. */
  state?: ResourceState;
  result: "same" | "update" | "delete";
}

export type Step =
  | SameStep
  | CreateStep
  | ReplaceStep
  | UpdateStep
  | DeleteStep
  | ForgetStep
  | ReadStep
  | ImportStep
  | RefreshStep;

/** The resource that a step is about: the new state, or the old one of a deletion. */
export function stepResource(step: Step): ResourceState {
  return step.new ?? step.old;
}

/** What the state notes while a step is under way. */
export function pendingOperationType(step: Step): PendingOperation["type"] | undefined {
  switch (step.op) {
    case "create":
    case "create-replacement":
      return "creating";
    case "update":
      return "updating";
    case "delete":
    case "delete-replaced":
    case "discard":
    case "discard-replaced":
      return "deleting";
    case "read":
    case "read-replacement":
      return "reading";
    case "import":
    case "import-replacement":
      return "importing";
    default:
      return undefined;
  }
}
