import { matchesName } from "../name-pattern";
import { type ReportLine, sharedNames, stepLine } from "./step-report";
import type { NamedStep } from "./steps";
import { STEP_OPS } from "./verbs";

/** A step as a test writes it: `"create web-…"`. */
export interface StepPattern {
  readonly op: string;
  readonly name: string;
}

/** @throws TypeError when it is not one of Pulumi's names of a step and a name */
export function parseStep(text: string): StepPattern {
  const [, op = "", name = ""] = /^(\S+) +(.+)$/s.exec(text) ?? [];
  if (name !== "" && STEP_OPS.includes(op)) return { op, name };
  throw new TypeError(
    `got ${JSON.stringify(text)}, expected a step and a name such as "create web-…"; steps are ${STEP_OPS.join(", ")}`,
  );
}

function matches(pattern: StepPattern, step: NamedStep): boolean {
  return pattern.op === step.op && matchesName(pattern.name, step.urn);
}

export interface Comparison {
  readonly agree: boolean;
  readonly lines: readonly ReportLine[];
}

/** Whether the patterns occur one after the other, with anything between them. */
export function inOrder(patterns: readonly StepPattern[], steps: readonly NamedStep[]): Comparison {
  const lines: ReportLine[] = [];
  const shared = sharedNames(steps);
  let at = 0;
  let agree = true;
  for (const pattern of patterns) {
    const found = steps.findIndex((step, index) => index >= at && matches(pattern, step));
    if (found < 0) {
      agree = false;
      lines.push({ mark: "-", ...pattern, note: outOfOrder(pattern, steps, at) });
      continue;
    }
    for (; at <= found; at++) lines.push(stepLine(steps[at]!, shared, " "));
  }
  for (; at < steps.length; at++) lines.push(stepLine(steps[at]!, shared, " "));
  return { agree, lines };
}

function outOfOrder(pattern: StepPattern, steps: readonly NamedStep[], at: number): string {
  return steps.slice(0, at).some((step) => matches(pattern, step)) ? "(ran earlier)" : "(did not run)";
}

/** Whether the patterns are all the steps there are; otherwise the smallest difference. */
export function exactly(patterns: readonly StepPattern[], steps: readonly NamedStep[]): Comparison {
  const common = longestCommon(patterns, steps);
  const lines: ReportLine[] = [];
  const shared = sharedNames(steps);
  let p = 0;
  let s = 0;
  while (p < patterns.length || s < steps.length) {
    const pattern = patterns[p];
    const step = steps[s];
    if (pattern && step && matches(pattern, step)) {
      lines.push(stepLine(step, shared, " "));
      p++;
      s++;
    } else if (pattern && (!step || common[p + 1]![s]! >= common[p]![s + 1]!)) {
      lines.push({ mark: "-", ...pattern });
      p++;
    } else {
      lines.push(stepLine(step!, shared, "+"));
      s++;
    }
  }
  return { agree: lines.every(({ mark }) => mark === " "), lines };
}

/** How many agree at most from each place on. */
function longestCommon(patterns: readonly StepPattern[], steps: readonly NamedStep[]): number[][] {
  const table = patterns.map(() => new Array<number>(steps.length + 1).fill(0));
  table.push(new Array<number>(steps.length + 1).fill(0));
  for (let p = patterns.length - 1; p >= 0; p--) {
    for (let s = steps.length - 1; s >= 0; s--) {
      table[p]![s] = matches(patterns[p]!, steps[s]!)
        ? table[p + 1]![s + 1]! + 1
        : Math.max(table[p + 1]![s]!, table[p]![s + 1]!);
    }
  }
  return table;
}
