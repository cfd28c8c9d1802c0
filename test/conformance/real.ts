import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { normalState } from "./normal-state";
import type { Deployment } from "./order";
import { pathWithPlugins } from "./plugin-path";
import { ProgramFolder } from "./program-folder";
import type { Command, Outcome, Run, Scenario } from "./scenario";
import { storedDeployment } from "./stored-deployment";

/** Whether the Pulumi CLI is on the PATH. */
export function realCliExists(): boolean {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => folder !== "" && existsSync(join(folder, "pulumi")));
}

/** The version of the Pulumi CLI on the PATH, as `3.260.0`. */
export function realCliVersion(): string {
  const environment = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return spawnSync("pulumi", ["version"], { encoding: "utf8", env: environment })
    .stdout.trim()
    .replace(/^v/, "");
}

/** Runs a scenario on the Pulumi CLI with a file backend of its own. */
export async function runReal(scenario: Scenario): Promise<Run> {
  const program = new ProgramFolder(scenario, "real");
  const { folder } = program;
  const state = join(folder, "state");
  mkdirSync(state);
  const pulumi = (args: readonly string[]) => {
    const environment = {
      ...process.env,
      PATH: pathWithPlugins(),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DEBUG_COMMANDS: "true",
      NO_COLOR: "1",
    };
    return spawnSync("pulumi", args, { cwd: folder, encoding: "utf8", env: environment, maxBuffer: 1 << 28 });
  };
  try {
    pulumi(["stack", "init", "dev", "--non-interactive"]);
    const outcomes: Outcome[] = [];
    const deployments: Deployment[] = [];
    for (const [index, command] of scenario.commands.entries()) {
      const config = { ...command.config, step: String(index + 1) };
      if (command.secrets) pulumi(["config", "set-all", ...pairs("--secret", command.secrets)]);
      const log = join(folder, "events.json");
      rmSync(log, { force: true });
      const result = pulumi([
        ...commandFlags({ ...command, config }),
        ...["--stack", "dev", "--event-log", log],
      ]);
      if (process.env.CONFORMANCE_VERBOSE) console.log(result.stdout + result.stderr);
      const ok = result.status === 0;
      outcomes.push({ steps: loggedSteps(log), effects: program.takeEffects(), ok });
      deployments.push(storedDeployment(folder));
    }
    const exported = pulumi(["stack", "export", "--show-secrets", "--stack", "dev"]);
    return {
      outcomes,
      deployments,
      state: normalState(JSON.parse(exported.stdout).deployment, scenario.wholeState),
    };
  } finally {
    program.remove();
  }
}

/** A command as the Pulumi CLI takes it. */
export function commandFlags(command: Command): string[] {
  const { run, parallel = 1, config = {} } = command;
  const own = run === "preview" || command.previewOnly ? [] : ["--yes", "--skip-preview"];
  return [
    run,
    "--non-interactive",
    ...own,
    "--parallel",
    String(parallel),
    ...pairs("--config", config),
    ...switches(command),
    ...lists(command),
  ];
}

/** A flag for each of some settings: `--config key=value`. */
export function pairs(flag: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
}

function switches(command: Command): string[] {
  const named: Readonly<Record<string, boolean | undefined>> = {
    "target-dependents": command.targetDependents,
    "exclude-dependents": command.excludeDependents,
    "continue-on-error": command.continueOnError,
    "run-program": command.runProgram,
    refresh: command.refresh,
    "preview-only": command.previewOnly,
    "clear-pending-creates": command.clearPendingCreates,
    "ignore-protect": command.ignoreProtect,
    "exclude-protected": command.excludeProtected,
  };
  return Object.keys(named).flatMap((name) =>
    named[name] === undefined ? [] : [`--${name}=${named[name]}`],
  );
}

function lists({ target = [], exclude = [], replace = [] }: Command): string[] {
  const named = { target, exclude, replace };
  return Object.entries(named).flatMap(([name, patterns]) => patterns.flatMap((urn) => [`--${name}`, urn]));
}

interface LoggedEvent {
  readonly resourcePreEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
}

/** `<op> <name>` of each step that an event log tells of. */
export function loggedSteps(log: string): string[] {
  if (!existsSync(log)) return [];
  const steps: string[] = [];
  for (const line of readFileSync(log, "utf8").split("\n")) {
    if (line === "") continue;
    const { resourcePreEvent } = JSON.parse(line) as LoggedEvent;
    if (!resourcePreEvent) continue;
    const { op, urn } = resourcePreEvent.metadata;
    const name = urn.split("::").slice(3).join("::");
    const internal = op === "remove-pending-replace" || /::pulumi:providers:[^:]*::default/.test(urn);
    if (!internal) steps.push(`${op} ${name}`);
  }
  return steps;
}
