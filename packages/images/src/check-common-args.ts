import { type Duration, type InputProblems, MAX_KEEP, parseDuration } from "@anew/core";

/** Earlier images that the state goes on naming. */
const DEFAULT_KEEP_IMAGES = 10;

function checkTimeout(timeout: Duration, problems: InputProblems): void {
  try {
    parseDuration(timeout);
  } catch (error) {
    const expected = 'a duration such as "30 minutes"';
    const fix = error instanceof Error ? error.message : "";
    problems.add({ property: "timeout", given: timeout, expected, fix });
  }
}

function checkKeep(keep: number | undefined, problems: InputProblems): void {
  if (keep === undefined || (Number.isInteger(keep) && keep >= 0 && keep <= MAX_KEEP)) return;
  problems.add({ property: "keep", given: keep, expected: `a whole number from 0 to ${MAX_KEEP}` });
}

export { checkKeep, checkTimeout, DEFAULT_KEEP_IMAGES };
