import { join } from "node:path";
import type { ConfigValue, Engine, EngineResult, Target } from "../setup";
import { run } from "../setup";

type Operation = "preview" | "up" | "destroy";

/** How an installed program is run: what the user types, and what came of it. */
export type RunProgram = (operation: Operation) => Promise<Pick<EngineResult, "changeSummary">>;

const TIMEOUT = 2 * 60_000;

/** The installed program's own `anew local`, on a Docker host that exists in a file only. */
export function byAnewLocal(folder: string, config: Readonly<Record<string, string>>): RunProgram {
  const options = Object.entries(config).flatMap(([key, value]) => ["--config", `${key}=${value}`]);
  const env = { ...process.env, DOCKER_HOST: `simulated://${join(folder, "host.json")}` };
  return async (operation) => {
    const own = operation === "preview" ? [] : ["--skip-preview"];
    const args = ["local", operation, "--json", ...own, ...options];
    const command = join(folder, "node_modules/.bin/anew");
    const { exitCode, stdout, stderr } = await run(command, args, { cwd: folder, env, timeout: TIMEOUT });
    if (exitCode !== 0) throw new Error(`anew local ${operation} failed:\n${stdout}${stderr}`);
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  };
}

/** The real Pulumi, on the real Docker. */
export function byPulumi(
  pulumi: Engine,
  folder: string,
  config: Readonly<Record<string, ConfigValue>>,
  host: string,
): RunProgram {
  const target: Target = { cwd: folder, stack: "packed", config };
  const env = { ...process.env, DOCKER_HOST: host };
  return async (operation) => {
    const result = await pulumi[operation](target, { env, timeout: TIMEOUT });
    if (result.exitCode !== 0) throw new Error(`pulumi ${operation} failed:\n${result.output}`);
    return result;
  };
}
