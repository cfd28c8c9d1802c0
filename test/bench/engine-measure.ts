import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { anewFolder, mustRun, root } from "../setup";

/** What one process measured. */
export interface EngineRun {
  /** Of each run, by operation. */
  readonly milliseconds: { readonly preview?: readonly number[]; readonly up?: readonly number[] };
  readonly peakMegabytes: number;
  readonly cpuSeconds: number;
}

/** No measurement takes longer, so that all of them stay below three minutes on a quiet machine. */
const TIMEOUT = 10 * 60_000;

/** Measures in a process of its own. */
export async function measureEngine(
  kind: "sdk" | "unchanged" | "changed" | "process",
  count: number,
  runs: number,
): Promise<EngineRun> {
  const folder = mkdtempSync(join(anewFolder("bench"), "engine-run-"));
  try {
    symlinkSync(join(root, "test/node_modules"), join(folder, "node_modules"));
    const script = join(__dirname, "engine-run.js");
    const args = [script, kind, String(count), String(runs), folder];
    const stdout = await mustRun(process.execPath, args, { cwd: __dirname, timeout: TIMEOUT });
    return JSON.parse(stdout) as EngineRun;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
