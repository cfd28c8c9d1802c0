// Records what the Pulumi CLI on the PATH does: `npx tsx test/conformance/record.ts [name…]`, all scenarios by default.

import { realCliExists, realCliVersion, runReal } from "./real";
import { writeRecording } from "./recordings";
import type { Recording } from "./scenario";
import { SCENARIOS } from "./scenarios";

async function record(names: readonly string[]): Promise<void> {
  if (!realCliExists()) throw new Error("there is no pulumi on the PATH to record");
  for (const scenario of SCENARIOS) {
    if (names.length > 0 && !names.includes(scenario.name)) continue;
    const { outcomes, state } = await runReal(scenario);
    const recording: Recording = { cli: realCliVersion(), outcomes, state };
    writeRecording(scenario.name, recording);
    process.stdout.write(
      `${scenario.name}: ${recording.outcomes.map(({ ok }) => (ok ? "ok" : "failed")).join(", ")}\n`,
    );
  }
}

record(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
