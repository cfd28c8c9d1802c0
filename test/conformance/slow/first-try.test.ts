import { agreeWithRecordings } from "../agrees";
import { runEmbeddedProcesses } from "../embedded-processes";
import { someOfEachRule } from "../rules";
import type { Scenario } from "../scenario";
import { SCENARIOS } from "../scenarios";

/** By default one of each rule; a run of all of them takes half an hour. */
const OF_EACH_RULE = 1;

describe("`anew local`, with its program and providers in processes, does what the real engine was recorded to do", () => {
  const names = SCENARIOS.map(({ name }) => name);
  const few = process.env.ANEW_CONFORMANCE === "all" ? new Set(names) : someOfEachRule(OF_EACH_RULE, names);
  agreeWithRecordings(
    SCENARIOS.filter((scenario) => few.has(scenario.name) && !refreshesComponents(scenario)),
    runEmbeddedProcesses,
  );
});

/** A refresh by the program has a step for each component, which is the engine's own: `--json` leaves those out. */
function refreshesComponents({ commands }: Scenario): boolean {
  return commands.some(({ run, refresh, runProgram }) => runProgram && (refresh || run === "refresh"));
}
