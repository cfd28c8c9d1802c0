import { isDefaultProvider } from "../provider-reference";
import type { RunResult } from "../result";
import { STACK_TYPE, urnName, urnType } from "../urn";

/** What assertions about steps need of a run: a {@link RunResult}, best with the names that its steps do not show. */
export interface StepsOfRun extends Pick<RunResult, "steps"> {
  readonly failures?: RunResult["failures"];
  readonly error?: string;
  /** The URNs of the state before the run and of its steps. @default those of the steps */
  readonly resources?: readonly string[];
}

/** A step with the resource's logical name. */
export interface NamedStep {
  readonly op: string;
  readonly urn: string;
  readonly name: string;
  /** Why the step failed; absent when it did not. */
  readonly failure?: string;
}

/** @throws TypeError when the value is not the result of a run */
export function stepsOfRun(value: unknown): StepsOfRun {
  const steps = (value as Partial<StepsOfRun> | null | undefined)?.steps;
  if (Array.isArray(steps)) return value as StepsOfRun;
  const given = value instanceof Promise ? "a promise: await it first" : typeof value;
  throw new TypeError(`got ${given}, expected the result of preview, up, destroy or refresh`);
}

/** The steps in their order, without the stack's own. */
export function namedSteps(run: StepsOfRun): NamedStep[] {
  const failures = new Map(run.failures?.map(({ op, urn, message }) => [`${op} ${urn}`, message]));
  return run.steps
    .filter(({ urn }) => urnType(urn) !== STACK_TYPE)
    .map(({ op, urn }) => {
      const failure = failures.get(`${op} ${urn}`);
      return { op, urn, name: urnName(urn), ...(failure === undefined ? {} : { failure }) };
    });
}

/** The URNs that an assertion may name. */
export function knownUrns(run: StepsOfRun): string[] {
  const all = [...(run.resources ?? []), ...run.steps.map(({ urn }) => urn)];
  return [...new Set(all)].filter((urn) => urnType(urn) !== STACK_TYPE && !isDefaultProvider(urn));
}
