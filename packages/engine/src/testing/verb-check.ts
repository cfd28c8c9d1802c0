import { isExact, matchesName, type NamePattern, patternText, unknownName } from "../name-pattern";
import { type ReportLine, report, sharedNames, stepLine } from "./step-report";
import { knownUrns, type NamedStep, namedSteps, type StepsOfRun } from "./steps";
import { isVerb, type Verb } from "./verbs";

/** Whether a claim holds, and the texts for when it should and when it should not. */
export interface Verdict {
  readonly holds: boolean;
  readonly message: string;
  readonly negated: string;
}

/** Checks that a run does something to each of the resources, or to any when none is named. */
export function checkVerb(run: StepsOfRun, verb: Verb, names: readonly NamePattern[]): Verdict {
  const steps = namedSteps(run);
  refuseUnknown(run, names);
  const done = steps.filter(({ op }) => isVerb(verb, op));
  const missing = names.filter((name) => !done.some(({ urn }) => matchesName(name, urn)));
  const named = (step: NamedStep) => names.some((name) => matchesName(name, step.urn));
  const hits = names.length > 0 ? done.filter(named) : done;
  const what = names.length > 0 ? names.map(patternText).join(", ") : "something";
  const instead = (step: NamedStep) => missing.some((name) => matchesName(name, step.urn));
  return {
    holds: names.length > 0 ? missing.length === 0 : done.length > 0,
    message: report(`${verb} ${what}`, [...missing.map(lineOf(verb)), ...marked(steps, instead)], run),
    negated: report(`not ${verb} ${names.length > 0 ? what : "anything"}`, marked(steps, among(hits)), run),
  };
}

/** Whether any of the resources is met: what `not` refuses is one, not all of them. */
export function meetsAny(run: StepsOfRun, verb: Verb, names: readonly NamePattern[]): boolean {
  const done = namedSteps(run).filter(({ op }) => isVerb(verb, op));
  return done.some(({ urn }) => names.length === 0 || names.some((name) => matchesName(name, urn)));
}

/** Checks that a run does something to these resources and to no others. */
export function checkOnly(run: StepsOfRun, verb: Verb, names: readonly NamePattern[]): Verdict {
  const steps = namedSteps(run);
  refuseUnknown(run, names);
  const done = steps.filter(({ op }) => isVerb(verb, op));
  const missing = names.filter((name) => !done.some(({ urn }) => matchesName(name, urn)));
  const others = done.filter(({ urn }) => !names.some((name) => matchesName(name, urn)));
  const claim = `${verb} only ${names.map(patternText).join(", ") || "nothing"}`;
  const isOther = among(others);
  const wrong = (step: NamedStep) => isOther(step) || missing.some((name) => matchesName(name, step.urn));
  return {
    holds: missing.length === 0 && others.length === 0,
    message: report(claim, [...missing.map(lineOf(verb)), ...marked(steps, wrong)], run),
    negated: report(`not ${claim}`, marked(steps, among(done)), run),
  };
}

/** Checks that no step is one of a kind. */
export function checkNone(run: StepsOfRun, claim: string, isMeant: (op: string) => boolean): Verdict {
  const steps = namedSteps(run);
  const wrong = steps.filter(({ op }) => isMeant(op));
  return {
    holds: wrong.length === 0,
    message: report(`have ${claim}`, marked(steps, among(wrong)), run),
    negated: report(
      `not have ${claim}`,
      marked(steps, () => false),
      run,
    ),
  };
}

function among(steps: readonly NamedStep[]): (step: NamedStep) => boolean {
  const set = new Set(steps);
  return (step) => set.has(step);
}

function marked(steps: readonly NamedStep[], isWrong: (step: NamedStep) => boolean): ReportLine[] {
  const shared = sharedNames(steps);
  return steps.map((step) => stepLine(step, shared, isWrong(step) ? "+" : " "));
}

const lineOf =
  (op: string) =>
  (name: NamePattern): ReportLine => ({ mark: "-", op, name: patternText(name) });

/** @throws UnknownName when a plain name is none that the run or the state before it has */
export function refuseUnknown(run: StepsOfRun, names: readonly NamePattern[]): void {
  const urns = knownUrns(run);
  for (const name of names.filter(isExact)) {
    const problem = unknownName(name, urns);
    if (problem) throw new UnknownName(problem, run);
  }
}

/** An assertion about a resource that is not there would say nothing, whichever way it went. */
export class UnknownName extends Error {
  constructor(problem: string, run: StepsOfRun) {
    super(run.error === undefined ? problem : `${problem}\nthe run failed: ${run.error.slice(0, 300)}`);
  }
}
