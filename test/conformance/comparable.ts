import type { Outcome, Recording, Scenario } from "./scenario";

/** A recording in the form in which two of them are compared. */
export function comparable(scenario: Scenario, { outcomes, state }: Recording): Recording {
  return { outcomes: scenario.unordered ? outcomes.map(sorted) : outcomes, state };
}

function sorted({ steps, effects, ok }: Outcome): Outcome {
  return { steps: [...steps].sort(), effects: [...effects].sort(), ok };
}
