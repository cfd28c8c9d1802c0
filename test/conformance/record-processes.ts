// As record.ts, for the scenarios with processes: `npx tsx test/conformance/record-processes.ts [name…]`.
import { PROCESS_SCENARIOS } from "./processes";
import { REAL } from "./processes/engine-process";
import { runProcesses } from "./processes/run-processes";
import { realCliExists, realCliVersion } from "./real";
import { writeRecording } from "./recordings";

async function record(names: readonly string[]): Promise<void> {
  if (!realCliExists()) throw new Error("there is no pulumi on the PATH to record");
  for (const scenario of PROCESS_SCENARIOS) {
    if (names.length > 0 && !names.includes(scenario.name)) continue;
    const recording = { cli: realCliVersion(), ...(await runProcesses(scenario, REAL)) };
    writeRecording(scenario.name, recording);
    process.stdout.write(`${scenario.name}: ${recording.outcomes.map(({ exit }) => exit).join(", ")}\n`);
  }
}

record(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
