import type { StepOp } from "./deploy/step";
import type { PropertyMap } from "./values";

/** A step with Pulumi's own name. */
export interface ResultStep {
  readonly op: StepOp;
  readonly urn: string;
}

/** How a run went. */
export interface RunResult {
  /** Every step that was begun, in that order; default providers are left out, as everywhere. */
  readonly steps: readonly ResultStep[];
  /** The steps that failed. */
  readonly failures: readonly (ResultStep & { readonly message: string })[];
  /** How many steps of each kind succeeded; a replacement counts once. */
  readonly changeSummary: Readonly<Record<string, number>>;
  /** What the program exports; secrets are `Secret`s. */
  readonly outputs: PropertyMap;
  /** Why the run failed; absent when it succeeded. */
  readonly error?: string;
}
