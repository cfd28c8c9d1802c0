import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { commandFlags, loggedSteps, pairs } from "../real";
import type { Command } from "../scenario";
import type { ProcessCommand } from "./process-scenario";

/** How one of the two engines is run as a process. */
export interface EngineKind {
  readonly name: "real" | "embedded";
  /** Makes the stack. */
  prepare(folder: string, environment: NodeJS.ProcessEnv): Promise<void>;
  start(folder: string, command: ProcessCommand, environment: NodeJS.ProcessEnv): ChildProcess;
  /** `<op> <name>` of each step. @param out - the standard output */
  steps(folder: string, out: string): string[];
}

/** The Pulumi CLI on the PATH. */
export const REAL: EngineKind = {
  name: "real",
  async prepare(folder, environment) {
    const child = spawn("pulumi", ["stack", "init", "dev", "--non-interactive"], {
      cwd: folder,
      env: environment,
      stdio: "ignore",
    });
    await new Promise((resolve) => child.once("close", resolve));
  },
  start(folder, command, environment) {
    const log = ["--event-log", join(folder, "events.json")];
    const args = command.run === "cancel" ? ["cancel", "--yes"] : [...flagsOf(command), ...log];
    return begin("pulumi", [...args, "--stack", "dev"], folder, environment);
  },
  steps: (folder) => loggedSteps(join(folder, "events.json")),
};

/** `anew local`. */
export const EMBEDDED: EngineKind = {
  name: "embedded",
  async prepare() {},
  start(folder, command, environment) {
    const secrets = pairs("--secret", command.secrets ?? {});
    const flags = [...flagsOf(command).map(plainSwitch), ...secrets, "--json"];
    const args = command.run === "cancel" ? ["cancel"] : flags;
    const main = join(dirname(require.resolve("@anew/cli/package.json")), "dist", "main.js");
    return begin(process.execPath, [main, "local", ...args, "--stack", "dev"], folder, environment);
  },
  steps(_, out) {
    const line = out.trimEnd().split("\n").at(-1) ?? "";
    if (!line.startsWith("{")) return [];
    const { steps } = JSON.parse(line) as { steps: readonly { op: string; urn: string }[] };
    return steps.map(({ op, urn }) => `${op} ${urn.split("::").slice(3).join("::")}`);
  },
};

/** The Pulumi CLI takes `--refresh=true` and `--refresh`, ours the second alone. */
function plainSwitch(argument: string): string {
  return argument.startsWith("--") ? argument.replace(/=true$/, "") : argument;
}

function flagsOf(command: ProcessCommand): string[] {
  const { hold: _hold, blows: _blows, ...rest } = command;
  return commandFlags(rest as Command);
}

function begin(
  command: string,
  args: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv,
): ChildProcess {
  // A group of its own: an interrupt of the tests is not one of the engine.
  return spawn(command, args, {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
}
