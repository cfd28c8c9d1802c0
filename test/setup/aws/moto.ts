import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "mocha";
import { onEnd } from "../cleanup";
import { run, which } from "../command";
import { waitFor } from "../docker/wait";
import { freePort } from "../free-port";
import { anewFolder } from "../places";
import { skip } from "../skip";

/** The stand-in of AWS that gate and switch talk to. @see https://docs.getmoto.org */
const MOTO_VERSION = "5.2.5";
const INSTALL_TIMEOUT = 5 * 60_000;
const START_TIMEOUT = 60_000;

export interface Moto {
  /** Where all services of the account answer. */
  readonly endpoint: string;
  /** Forgets everything in it. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a moto server on a free port of 127.0.0.1; skips the test where Python, or the way to its packages, is missing. */
export async function requireMoto(context: Context): Promise<Moto> {
  const python = which("python3");
  if (python === undefined) skip(context, "python3 is missing");
  const installed = await installMoto(python);
  if ("problem" in installed) skip(context, `moto can't be installed: ${installed.problem}`);
  return startMoto(installed.python);
}

/** A virtual environment with moto, made once for a clone. */
async function installMoto(
  python: string,
): Promise<{ readonly python: string } | { readonly problem: string }> {
  const folder = join(anewFolder("moto"), MOTO_VERSION);
  const own = { python: join(folder, "bin", "python") };
  if (existsSync(own.python)) return own;
  // Renamed into place when it is whole: other test processes may want it at the same time.
  const made = mkdtempSync(join(anewFolder("moto"), "made-"));
  const commands: readonly (readonly string[])[] = [
    [python, "-m", "venv", made],
    [
      join(made, "bin", "python"),
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      `moto[server]==${MOTO_VERSION}`,
    ],
  ];
  for (const [command = "", ...args] of commands) {
    const { exitCode, stderr } = await run(command, args, { timeout: INSTALL_TIMEOUT });
    if (exitCode !== 0) {
      rmSync(made, { recursive: true, force: true });
      return { problem: stderr.trim().split("\n").at(-1) ?? `${command} ended with ${exitCode}` };
    }
  }
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(own.python)) throw error;
    rmSync(made, { recursive: true, force: true });
  }
  return own;
}

async function startMoto(python: string): Promise<Moto> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(
    python,
    ["-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", String(port)],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const said: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    said.push(chunk);
    if (said.length > 100) said.shift();
  });
  const stop = () => end(child);
  onEnd("moto", stop);
  process.on("exit", () => child.kill("SIGKILL"));
  const answers = () =>
    fetch(`${endpoint}/moto-api/data.json`).then(
      ({ ok }) => ok,
      () => false,
    );
  if (!(await waitFor(async () => child.exitCode !== null || (await answers()), START_TIMEOUT))) {
    throw new Error(`moto did not start:\n${said.join("")}`);
  }
  if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}:\n${said.join("")}`);
  return {
    endpoint,
    stop,
    reset: async () => {
      await fetch(`${endpoint}/moto-api/reset`, { method: "POST" });
    },
  };
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
