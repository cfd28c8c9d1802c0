import type { ResultStep } from "@anew/engine";

export type Op = ResultStep["op"];

/** How a kind of step is told. */
export interface StepWords {
  /** Stands before a line; two characters. */
  readonly sign: string;
  readonly doing: string;
  readonly done: string;
  /** In a summary of what was done. */
  readonly count: string;
  readonly color: "green" | "yellow" | "red" | "cyan" | "gray" | "magenta";
}

const words = (
  sign: string,
  doing: string,
  done: string,
  color: StepWords["color"],
  count = done,
): StepWords => ({
  sign,
  doing,
  done,
  count,
  color,
});

export const WORDS: Partial<Record<Op, StepWords>> = {
  create: words("+ ", "creating", "created", "green"),
  update: words("~ ", "updating", "updated", "yellow"),
  delete: words("- ", "deleting", "deleted", "red"),
  replace: words("+-", "replacing", "replaced", "magenta"),
  "create-replacement": words("++", "creating replacement", "created replacement", "green"),
  "delete-replaced": words("--", "deleting original", "deleted original", "red"),
  read: words("> ", "reading", "read", "cyan"),
  "read-replacement": words(">>", "reading for replacement", "read for replacement", "cyan"),
  discard: words("< ", "discarding", "discarded", "red"),
  "discard-replaced": words("<<", "discarding original", "discarded original", "red"),
  import: words("= ", "importing", "imported", "cyan"),
  "import-replacement": words("=>", "importing replacement", "imported replacement", "cyan"),
  refresh: words("~ ", "refreshing", "refreshed", "yellow"),
};

/** Shown on request only. */
export const SAME: StepWords = words("  ", "checking", "unchanged", "gray");
