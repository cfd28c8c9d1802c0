import type { CrashPoint } from "../deploy/crash";
import type { RunResult } from "../result";
import { STACK_TYPE, urnName, urnType } from "../urn";

/**
 * Every place at which a run like this one could be killed: before and after each step that changes something.
 * @throws Error for a run that failed: what it did not come to would be missing
 */
export function crashPoints(result: Pick<RunResult, "steps" | "error">): CrashPoint[] {
  if (result.error !== undefined) {
    throw new Error(`result: got a run that failed; expected one that shows all steps. ${result.error}`);
  }
  const seen = new Map<string, number>();
  return result.steps.flatMap(({ op, urn }): CrashPoint[] => {
    // A refresh changes the state only.
    if (op === "same" || op === "refresh" || urnType(urn) === STACK_TYPE) return [];
    const nth = (seen.get(`${op} ${urn}`) ?? 0) + 1;
    seen.set(`${op} ${urn}`, nth);
    const point = { op, name: urnName(urn), urn, nth };
    return [
      { ...point, when: "before" },
      { ...point, when: "after" },
    ];
  });
}

/** @throws Error when a run went on as if nobody had asked it to crash: the test would prove nothing */
export function expectCrash(crash: CrashPoint, result: RunResult): void {
  if (result.failures.some(({ message }) => message.startsWith("crashed "))) return;
  const steps = result.steps.map(({ op, urn }) => `${op} ${urnName(urn)}`).join(", ") || "none";
  throw new Error(`crash: got { ${given(crash)} }, which is no step of the run; its steps are ${steps}`);
}

function given({ op, name, urn, nth }: CrashPoint): string {
  const more = `${urn === undefined ? "" : `, urn: "${urn}"`}${nth === undefined ? "" : `, nth: ${nth}`}`;
  return `op: "${op}", name: "${name}"${more}`;
}
