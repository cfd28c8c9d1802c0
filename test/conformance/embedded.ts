import { join } from "node:path";
import { TestStack } from "@anew/engine";
import { normalState } from "./normal-state";
import type { Deployment } from "./order";
import { pathWithPlugins } from "./plugin-path";
import { ProgramFolder } from "./program-folder";
import type { Outcome, Run, Scenario } from "./scenario";

/** Runs a scenario on the embedded engine, in this process. */
export async function runEmbedded(scenario: Scenario): Promise<Run> {
  const program = new ProgramFolder(scenario, "embedded");
  const { PATH } = process.env;
  process.env.PATH = pathWithPlugins();
  try {
    const main = require(join(program.folder, "index.js")) as () => unknown;
    const stack = new TestStack({ program: main, project: "conformance", folder: program.folder });
    const outcomes: Outcome[] = [];
    const deployments: Deployment[] = [];
    let config: Record<string, string | { value: string; secret: true }> = {};
    for (const [index, command] of scenario.commands.entries()) {
      const { run, config: plain, secrets = {}, ...options } = command;
      config = { ...config, ...plain, step: String(index + 1) };
      for (const [key, value] of Object.entries(secrets)) config[key] = { value, secret: true };
      const messages: string[] = [];
      const result = await stack[run]({
        parallel: 1,
        ...options,
        config,
        onEvent: (event) =>
          void (event.kind === "message" && event.severity === "error" && messages.push(event.message)),
      });
      if (process.env.CONFORMANCE_VERBOSE && result.error !== undefined) console.log(messages.join("\n"));
      outcomes.push({
        steps: result.steps.map((step) => `${step.op} ${step.urn.split("::").slice(3).join("::")}`),
        effects: program.takeEffects(),
        ok: result.error === undefined,
      });
      deployments.push((await stack.state()) as Deployment);
    }
    return { outcomes, deployments, state: normalState(await stack.state(), scenario.wholeState) };
  } finally {
    process.env.PATH = PATH;
    program.remove();
  }
}
