import { expect } from "chai";
import { comparable } from "./comparable";
import { runEmbedded } from "./embedded";
import { orderViolations } from "./order";
import { readRecording } from "./recordings";
import type { Recording, Run, Scenario } from "./scenario";

/** Declares a test for each scenario: the embedded engine does what the real one was recorded to do. */
export function agreeWithRecordings(
  scenarios: readonly Scenario[],
  run: (scenario: Scenario) => Promise<Run> = runEmbedded,
): void {
  for (const scenario of scenarios) {
    it(scenario.name, async () => expectRecorded(scenario, await run(scenario))).timeout(300_000);
  }
}

/** @throws Error where a run of a scenario differs from its recording, or either of them from the order of its steps */
export function expectRecorded(scenario: Scenario, run: Run): void {
  const recording = readRecording<Recording>(scenario.name);
  const expected = comparable(scenario, recording);
  const actual = comparable(scenario, run);
  expect(actual.outcomes).to.deep.equal(expected.outcomes);
  expect(actual.state).to.deep.equal(expected.state);
  if (!scenario.unordered) return;
  for (const [index, outcome] of run.outcomes.entries()) {
    const states = [run.deployments[index - 1] ?? {}, run.deployments[index]!] as const;
    const where = `command ${index + 1}`;
    expect(orderViolations(outcome, ...states), where).to.deep.equal([]);
    expect(orderViolations(recording.outcomes[index]!, ...states), `${where}, recorded`).to.deep.equal([]);
  }
}
