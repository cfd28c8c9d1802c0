import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../cleanup";
import { run, which } from "../command";
import { waitFor } from "../docker/wait";
import { anewFolder } from "../places";
import { say } from "../say";

const MAKE_TIMEOUT = 5 * 60_000;

/**
 * The folder of a Python virtual environment's programs, below the clone's ignored `.anew`. It is made once for the
 * requirements it has; who comes while another process makes it waits.
 *
 * @param requirements a file with every package and its version, as `pip freeze` writes it
 * @throws SetupError that says why there is none: no Python, no venv module, packages that could not be fetched
 */
export async function virtualEnvironment(name: string, requirements: string): Promise<string> {
  const digest = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 8);
  const folder = anewFolder("python", `${name}-${digest}`);
  const ready = join(folder, "ready");
  const lock = join(folder, "lock");
  while (!existsSync(ready)) {
    if (takeLock(lock)) {
      try {
        await make(name, join(folder, "env"), requirements);
        writeFileSync(ready, "");
      } finally {
        rmSync(lock, { force: true });
      }
    } else {
      const freed = (): boolean => existsSync(ready) || !isHeld(lock);
      if (!(await waitFor(freed, MAKE_TIMEOUT))) throw new SetupError(`${name} was not installed in time`);
    }
  }
  return join(folder, "env", "bin");
}

async function make(name: string, folder: string, requirements: string): Promise<void> {
  const python = which("python3");
  if (python === undefined) throw new SetupError(`needs python3, for ${name}`);
  say(`installing ${name} into a Python environment of its own`);
  rmSync(folder, { recursive: true, force: true });
  const made = await run(python, ["-m", "venv", folder], { timeout: MAKE_TIMEOUT });
  if (made.exitCode !== 0)
    throw new SetupError(`needs Python's venv module, for ${name}: apt-get install python3-venv`);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
  const installed = await run(join(folder, "bin", "python"), pip, { timeout: MAKE_TIMEOUT });
  if (installed.exitCode === 0) return;
  const said = installed.stderr.trim().split("\n").slice(-3).join("\n");
  throw new SetupError(`${name} could not be installed from PyPI: ${said}`);
}

/** The lock holds the process that makes the environment, so that one left by a killed process is seen. */
function takeLock(lock: string): boolean {
  if (existsSync(lock) && !isHeld(lock)) rmSync(lock, { force: true });
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

function isHeld(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}
