import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { onEnd } from "../cleanup";
import { lineReader } from "../command";
import { freePort } from "../free-port";
import { virtualEnvironment } from "../python/virtual-environment";

/** AWS as a process of its own: the API of the services, with nothing behind it. */
export interface Moto {
  /** `http://127.0.0.1:PORT`, the endpoint of every service. */
  readonly url: string;
  /** Empties the account. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const START_TIMEOUT = 30_000;

/**
 * Starts `moto_server` on a free port of 127.0.0.1. Every start begins with an empty account.
 * @see https://docs.getmoto.org/en/latest/docs/server_mode.html
 * @throws SetupError where moto can't be installed
 */
export async function startMoto(): Promise<Moto> {
  const programs = await virtualEnvironment("moto", join(__dirname, "requirements.txt"));
  const port = await freePort();
  const child = spawn(join(programs, "moto_server"), ["-H", "127.0.0.1", "-p", String(port)], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    child.kill("SIGKILL"); // it keeps nothing
    stopped ??= exited;
    return stopped;
  };
  onEnd("moto", stop);
  process.on("exit", () => child.kill("SIGKILL"));
  await started(child);
  const url = `http://127.0.0.1:${port}`;
  const reset = async (): Promise<void> => {
    const { ok, status } = await fetch(`${url}/moto-api/reset`, { method: "POST" });
    if (!ok) throw new Error(`moto was not reset: it answered ${status}`);
  };
  return { url, reset, stop };
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const timer = setTimeout(() => reject(new Error("moto_server did not start")), START_TIMEOUT);
    const read = lineReader((line) => {
      said.push(line);
      if (!line.includes("Running on http://127.0.0.1:")) return;
      clearTimeout(timer);
      resolve();
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", read);
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`moto_server ended with ${code}:\n${said.slice(-10).join("\n")}`)),
    );
  });
}
