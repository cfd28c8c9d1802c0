import { urnType } from "../urn";
import type { NamedStep, StepsOfRun } from "./steps";

/** A line of a report: a step that ran, or one that should have. */
export interface ReportLine {
  /** "-": expected and missing; "+": there and not expected; " ": as it may be. */
  readonly mark: " " | "-" | "+";
  readonly op: string;
  readonly name: string;
  readonly note?: string;
}

/** Unmarked lines that are shown before and after a marked one. */
const CONTEXT = 2;
const MOST_MARKED = 40;
const MOST_NAME = 80;
const MOST_TEXT = 300;

/** The names that two resources share. */
export function sharedNames(steps: readonly NamedStep[]): ReadonlySet<string> {
  const urns = new Map<string, string>();
  const shared = new Set<string>();
  for (const { name, urn } of steps) {
    if ((urns.get(name) ?? urn) !== urn) shared.add(name);
    urns.set(name, urn);
  }
  return shared;
}

/** A step as a line, with the type where two resources share the name. */
export function stepLine(step: NamedStep, shared: ReadonlySet<string>, mark: ReportLine["mark"]): ReportLine {
  const name = shared.has(step.name) ? `${step.name} (${urnType(step.urn)})` : step.name;
  const note = step.failure === undefined ? {} : { note: `failed: ${cut(step.failure, MOST_TEXT)}` };
  return { mark, op: step.op, name, ...note };
}

/** What was claimed, then the steps in their order with what is missing and what is too much. */
export function report(claim: string, lines: readonly ReportLine[], run: StepsOfRun): string {
  const kinds = [
    lines.some(({ mark }) => mark === "-") ? "- expected" : "",
    lines.some(({ mark }) => mark === "+") ? "+ not expected" : "",
  ].filter(Boolean);
  const legend = kinds.length > 0 ? `  (${kinds.join(", ")})` : "";
  const error = run.error === undefined ? [] : [`the run failed: ${cut(run.error, MOST_TEXT)}`];
  const body = lines.length > 0 ? shown(lines) : ["    no steps"];
  return [`expected the run to ${claim}${legend}`, ...body, ...error].join("\n");
}

function shown(lines: readonly ReportLine[]): string[] {
  const width = Math.max(...lines.map(({ op }) => op.length));
  const marked = lines.flatMap(({ mark, note }, index) =>
    mark === " " && note === undefined ? [] : [index],
  );
  // Without a mark the beginning is as good as anything.
  const centres = marked.length > 0 ? marked.slice(0, MOST_MARKED) : [CONTEXT];
  const near = new Set<number>();
  for (const centre of centres)
    for (let index = centre - CONTEXT; index <= centre + CONTEXT; index++) near.add(index);
  const result: string[] = [];
  let hidden = 0;
  const skip = () => {
    if (hidden > 0) result.push(`    … ${hidden} more`);
    hidden = 0;
  };
  lines.forEach((line, index) => {
    if (!near.has(index)) {
      hidden++;
      return;
    }
    skip();
    const note = line.note === undefined ? "" : `  ${line.note}`;
    result.push(`  ${line.mark} ${line.op.padEnd(width)}  ${cut(line.name, MOST_NAME)}${note}`);
  });
  skip();
  return result;
}

/** The beginning and the end of a long text, on one line. */
function cut(text: string, most: number): string {
  const line = text.replaceAll(/\s*\n\s*/g, " | ");
  if (line.length <= most) return line;
  const half = Math.floor(most / 2);
  return `${line.slice(0, half)}…${line.slice(-half)}`;
}
