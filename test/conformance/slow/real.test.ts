import { expect } from "chai";
import { skip } from "../../setup";
import { expectRecorded } from "../agrees";
import { PROCESS_SCENARIOS } from "../processes";
import { comparableProcesses } from "../processes/comparable-processes";
import { REAL } from "../processes/engine-process";
import type { ProcessRecording } from "../processes/process-scenario";
import { runProcesses } from "../processes/run-processes";
import { realCliExists, runReal } from "../real";
import { readRecording } from "../recordings";
import { someOfEachRule } from "../rules";
import { SCENARIOS } from "../scenarios";

/** By default so many of each rule; a run of all of them takes an hour. */
const OF_EACH_RULE = 3;

describe("the Pulumi CLI on the PATH still does what was recorded", () => {
  const names = [...SCENARIOS, ...PROCESS_SCENARIOS].map(({ name }) => name);
  const few = process.env.ANEW_CONFORMANCE === "all" ? new Set(names) : someOfEachRule(OF_EACH_RULE, names);

  for (const scenario of SCENARIOS.filter(({ name }) => few.has(name))) {
    it(scenario.name, async function () {
      if (!realCliExists()) skip(this, "there is no pulumi on the PATH");
      expectRecorded(scenario, await runReal(scenario));
    }).timeout(300_000);
  }

  for (const scenario of PROCESS_SCENARIOS.filter(({ name }) => few.has(name))) {
    it(`${scenario.name}, in processes that are killed, interrupted or end oddly`, async function () {
      if (!realCliExists()) skip(this, "there is no pulumi on the PATH");
      const expected = comparableProcesses(scenario, readRecording<ProcessRecording>(scenario.name));
      const actual = comparableProcesses(scenario, await runProcesses(scenario, REAL));
      expect(actual).to.deep.equal(expected);
    }).timeout(300_000);
  }
});
