import type { TestResult } from "./protocol";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts tests; a step of the build that failed counts as a failed test. */
export function tally(results: readonly TestResult[], failedSteps: number): Tally {
  const count = (state: TestResult["state"]): number =>
    results.filter((result) => result.state === state).length;
  return { passed: count("passed"), failed: count("failed") + failedSteps, skipped: count("skipped") };
}

/** The last line of a run. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
