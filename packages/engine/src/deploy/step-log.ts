import type { Step } from "./step";

/** What a run did, step by step. */
export class StepLog {
  /** Every step that was begun, in that order. */
  readonly started: { readonly op: Step["op"]; readonly urn: string }[] = [];
  readonly failures: { readonly op: Step["op"]; readonly urn: string; readonly message: string }[] = [];
  /** How many steps of each kind succeeded, without the physical parts of replacements. */
  readonly summary: Record<string, number> = {};

  count(op: string): void {
    this.summary[op] = (this.summary[op] ?? 0) + 1;
  }
}
