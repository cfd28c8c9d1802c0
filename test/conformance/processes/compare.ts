import { expect } from "chai";
import { readRecording } from "../recordings";
import { comparableProcesses } from "./comparable-processes";
import { EMBEDDED } from "./engine-process";
import type { ProcessRecording, ProcessScenario } from "./process-scenario";
import { runProcesses } from "./run-processes";

/** A test for each scenario: the embedded engine's processes do what the real one's were recorded to do. */
export function compareWithRecordings(scenarios: readonly ProcessScenario[]): void {
  for (const scenario of scenarios) {
    it(scenario.name, async () => {
      const expected = comparableProcesses(scenario, readRecording<ProcessRecording>(scenario.name));
      const actual = comparableProcesses(scenario, await runProcesses(scenario, EMBEDDED));
      expect(actual).to.deep.equal(expected);
    }).timeout(120_000);
  }
}
