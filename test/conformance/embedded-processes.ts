import { type ChildProcess, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { normalState } from "./normal-state";
import type { Deployment } from "./order";
import { pathWithPlugins } from "./plugin-path";
import { EMBEDDED } from "./processes/engine-process";
import type { ProcessCommand } from "./processes/process-scenario";
import { ProgramFolder } from "./program-folder";
import type { Outcome, Run, Scenario } from "./scenario";

/** Runs a scenario on the embedded engine as a first try does: `anew local`, and processes for program and providers. */
export async function runEmbeddedProcesses(scenario: Scenario): Promise<Run> {
  const program = new ProgramFolder(scenario, "embedded");
  const { folder } = program;
  const state = join(folder, "state");
  mkdirSync(state);
  appendFileSync(join(folder, "Pulumi.yaml"), `backend:\n  url: file://${state}\n`);
  const environment = {
    ...process.env,
    PATH: pathWithPlugins(),
    PULUMI_CONFIG_PASSPHRASE: "",
    NO_COLOR: "1",
  };
  const exported = (): Deployment => {
    if (!existsSync(join(state, ".pulumi", "stacks"))) return {};
    const main = join(dirname(require.resolve("@anew/cli/package.json")), "dist", "main.js");
    const args = [main, "local", "export", "--show-secrets", "--stack", "dev"];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      cwd: folder,
      env: environment,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`anew local export: ${stderr}`);
    return (JSON.parse(stdout) as { deployment: Deployment }).deployment;
  };
  try {
    const outcomes: Outcome[] = [];
    const deployments: Deployment[] = [];
    let config: Record<string, string> = {};
    let secrets: Record<string, string> = {};
    for (const [index, command] of scenario.commands.entries()) {
      config = { ...config, ...command.config, step: String(index + 1) };
      secrets = { ...secrets, ...command.secrets };
      const child = EMBEDDED.start(folder, { ...command, config, secrets } as ProcessCommand, environment);
      const { code, out } = await ended(child);
      outcomes.push({ steps: EMBEDDED.steps(folder, out), effects: program.takeEffects(), ok: code === 0 });
      deployments.push(exported());
    }
    const last = deployments.at(-1) ?? {};
    return { outcomes, deployments, state: normalState(last as object, scenario.wholeState) };
  } finally {
    program.remove();
  }
}

/** How a process ended, and what it printed. */
async function ended(child: ChildProcess): Promise<{ code: number | null; out: string }> {
  let out = "";
  let all = "";
  child.stdout!.on("data", (data) => {
    out += data;
    all += data;
  });
  child.stderr!.on("data", (data) => {
    all += data;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (process.env.CONFORMANCE_VERBOSE) console.log(all);
  return { code, out };
}
