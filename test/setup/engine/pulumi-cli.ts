import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { mustRun, run } from "../command";
import { anewFolder } from "../places";
import {
  DEFAULT_ENGINE_TIMEOUT,
  type Engine,
  type EngineOptions,
  type EngineResult,
  type Operation,
  type Running,
  type Target,
} from "./engine";
import { readEvents } from "./pulumi-events";
import { startProcess } from "./start-process";

/** The real Pulumi, with its state and settings in the clone's ignored folder: no account, no change to the program's folder. */
export class PulumiCli implements Engine {
  readonly name: string;
  readonly #program: string;
  readonly #env: NodeJS.ProcessEnv;

  /**
   * @param program path of `pulumi`
   * @param version as it says itself, `v3.270.0`
   * @param home where it keeps plugins, if not in its usual place
   */
  constructor(program: string, version: string, home?: string) {
    this.name = `pulumi ${version.replace(/^v/, "")}`;
    this.#program = program;
    this.#env = {
      PATH: `${dirname(program)}:${process.env.PATH}`,
      PULUMI_BACKEND_URL: `file://${anewFolder("pulumi", "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "only for tests",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DEBUG_COMMANDS: "true", // for --event-log
      ...(home === undefined ? {} : { PULUMI_HOME: home }),
    };
  }

  preview(target: Target, options?: EngineOptions): Promise<EngineResult> {
    return this.start("preview", target, options).result;
  }

  up(target: Target, options?: EngineOptions): Promise<EngineResult> {
    return this.start("up", target, options).result;
  }

  destroy(target: Target, options?: EngineOptions): Promise<EngineResult> {
    return this.start("destroy", target, options).result;
  }

  start(operation: Operation, target: Target, options: EngineOptions = {}): Running {
    const folder = mkdtempSync(join(anewFolder("pulumi", "runs"), "run-"));
    const events = join(folder, "events.json");
    const stack = settingsArguments(target);
    const own = operation === "preview" ? [] : ["--yes", "--skip-preview"];
    // A shell, so that the stack's preparation and the update are one process group.
    const script = [
      // Creating a stack writes a file into the program's folder, whatever --config-file says.
      `test -e Pulumi.${target.stack}.yaml || own=no`,
      `${this.#line(["stack", "init", "--no-select", target.stack])} >/dev/null 2>&1 || true`,
      `test "$own" != no || rm -f Pulumi.${target.stack}.yaml`,
      this.#line(["config", "set-all", ...stack, ...configArguments(target)]),
      `exec ${this.#line([operation, ...stack, ...own, "--non-interactive", "--color=never", `--event-log=${events}`])}`,
    ];
    const { pid, end } = startProcess("/bin/sh", ["-ec", script.join("\n")], {
      cwd: target.cwd,
      env: { ...process.env, ...options.env, ...this.#env },
      timeout: options.timeout ?? DEFAULT_ENGINE_TIMEOUT,
      ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
    });
    const result = end.then(({ exitCode, output, seconds }) => {
      const { steps, changeSummary, errors } = readEvents(readOrEmpty(events));
      rmSync(folder, { recursive: true, force: true });
      const result = { steps, changeSummary, seconds, exitCode, output };
      if (exitCode === 0) return result;
      return { ...result, error: errors.join("\n") || output.trim().split("\n").slice(-20).join("\n") };
    });
    return { pid, result };
  }

  async outputs(target: Target): Promise<Readonly<Record<string, unknown>>> {
    const text = await this.#ask(target, ["stack", "output", "--json", "--show-secrets"]);
    return JSON.parse(text) as Record<string, unknown>;
  }

  async export(target: Target): Promise<unknown> {
    return JSON.parse(await this.#ask(target, ["stack", "export"]));
  }

  async import(target: Target, deployment: unknown): Promise<void> {
    await this.#ask(target, ["stack", "import"], JSON.stringify(deployment));
  }

  async unlock(target: Target): Promise<void> {
    const args = ["cancel", "--yes", "--stack", target.stack];
    await run(this.#program, args, { cwd: target.cwd, env: { ...process.env, ...this.#env } });
  }

  #ask(target: Target, args: readonly string[], input?: string): Promise<string> {
    return mustRun(this.#program, [...args, "--stack", target.stack], {
      cwd: target.cwd,
      ...(input === undefined ? {} : { input }),
      env: { ...process.env, ...this.#env },
    });
  }

  #line(args: readonly string[]): string {
    return [this.#program, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  }
}

/** The stack, and a file of its settings that is not in the program's folder. */
function settingsArguments({ cwd, stack }: Target): readonly string[] {
  const program = createHash("sha256").update(cwd).digest("hex").slice(0, 12);
  const file = join(anewFolder("pulumi", "config", program), `Pulumi.${stack}.yaml`);
  return ["--stack", stack, "--config-file", file];
}

function configArguments({ config }: Target): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) =>
    typeof value === "string" ? ["--plaintext", `${key}=${value}`] : ["--secret", `${key}=${value.secret}`],
  );
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
