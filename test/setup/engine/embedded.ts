import { join } from "node:path";
import { mustRun, run } from "../command";
import { root } from "../places";
import {
  DEFAULT_ENGINE_TIMEOUT,
  type Engine,
  type EngineOptions,
  type EngineResult,
  type Operation,
  type Running,
  type Step,
  type Target,
} from "./engine";
import { startProcess } from "./start-process";

/** The last line of `anew local … --json`. */
interface LastLine {
  readonly steps?: readonly Step[];
  readonly changeSummary?: Readonly<Record<string, number>>;
  readonly error?: string;
}

/** The embedded engine, run as a process of its own by `anew local`, so that it can be killed like the real one. */
export class EmbeddedEngine implements Engine {
  readonly name = "embedded";

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
    const args = [...commandLine(operation, target), "--json"];
    const { onLine } = options;
    const { pid, end } = startProcess(process.execPath, args, {
      cwd: target.cwd,
      env: { ...process.env, ...options.env },
      timeout: options.timeout ?? DEFAULT_ENGINE_TIMEOUT,
      linesOf: "stderr", // the other one is for the result alone
      ...(onLine === undefined ? {} : { onLine }),
    });
    const result = end.then(({ exitCode, stdout, output, seconds }): EngineResult => {
      const { steps = [], changeSummary = {}, error } = parseLastLine(stdout);
      const all = { steps, changeSummary, seconds, exitCode, output };
      if (exitCode === 0) return all;
      return { ...all, error: error ?? output.trim().split("\n").slice(-20).join("\n") };
    });
    return { pid, result };
  }

  async outputs(target: Target): Promise<Readonly<Record<string, unknown>>> {
    const { deployment } = JSON.parse(await this.#export(target, ["--show-secrets"])) as {
      deployment: { resources?: { type: string; outputs?: Record<string, unknown> }[] };
    };
    const outputs = deployment.resources?.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
    return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, inClear(value)]));
  }

  async export(target: Target): Promise<unknown> {
    return JSON.parse(await this.#export(target, []));
  }

  async import(target: Target, deployment: unknown): Promise<void> {
    await mustRun(process.execPath, commandLine("import", target), {
      cwd: target.cwd,
      input: JSON.stringify(deployment),
    });
  }

  #export(target: Target, options: readonly string[]): Promise<string> {
    const args = [...commandLine("export", target), ...options];
    return mustRun(process.execPath, args, { cwd: target.cwd });
  }

  async unlock(target: Target): Promise<void> {
    await run(process.execPath, commandLine("cancel", target), { cwd: target.cwd });
  }
}

function commandLine(
  operation: Operation | "export" | "import" | "cancel",
  target: Target,
): readonly string[] {
  const config =
    operation === "export" || operation === "import" || operation === "cancel"
      ? []
      : Object.entries(target.config).flatMap(([key, value]) =>
          typeof value === "string"
            ? ["--config", `${key}=${value}`]
            : // What the program reads as a secret is one, wherever it came from.
              ["--config", `${key}=${value.secret}`],
        );
  const place = ["--cwd", target.cwd, "--stack", target.stack];
  const changes = operation === "up" || operation === "destroy" || operation === "refresh";
  const own = changes ? ["--skip-preview"] : [];
  return [join(root, "packages/cli/dist/main.js"), "local", operation, ...own, ...place, ...config];
}

/** A secret in an export with `--show-secrets` is marked and holds JSON. */
function inClear(value: unknown): unknown {
  const isSecret = typeof value === "object" && value !== null && "plaintext" in value;
  return isSecret ? JSON.parse(String(value.plaintext)) : value;
}

function parseLastLine(stdout: string): LastLine {
  try {
    return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as LastLine;
  } catch {
    return {}; // killed before its last line
  }
}
