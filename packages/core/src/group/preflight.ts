import { type InputProblem, InputProblems } from "../input-problems";

/**
 * Asks a platform what it has against the arguments.
 * @throws InputError with all that it says
 */
async function preflight(
  subject: string,
  ask: (() => Promise<readonly InputProblem[]>) | undefined,
): Promise<void> {
  const problems = new InputProblems();
  for (const problem of (await ask?.()) ?? []) problems.add(problem);
  problems.throwIfAny(subject);
}

export { preflight };
