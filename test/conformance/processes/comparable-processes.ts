import type { ProcessRecording, ProcessScenario } from "./process-scenario";

/** A recording in the form in which two of them are compared. */
export function comparableProcesses(
  { unordered }: ProcessScenario,
  { outcomes }: ProcessRecording,
): ProcessRecording {
  if (!unordered) return { outcomes };
  const sorted = (lines: readonly string[]) => [...lines].sort();
  return {
    outcomes: outcomes.map((outcome) => ({
      ...outcome,
      steps: sorted(outcome.steps),
      effects: sorted(outcome.effects),
    })),
  };
}
