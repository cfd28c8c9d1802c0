import { spawn } from "node:child_process";
import { lineReader } from "../command";
import { kill } from "../docker/processes";

export interface ProcessEnd {
  readonly exitCode: number;
  readonly stdout: string;
  /** Both streams, as they came. */
  readonly output: string;
  readonly seconds: number;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds; then the whole group is killed. */
  readonly timeout: number;
  readonly onLine?: (line: string) => void;
  /** Whose lines. @default both streams' */
  readonly linesOf?: "stderr";
}

/** What still runs when this process ends must not go on changing things. */
const running = new Set<number>();
process.on("exit", () => {
  for (const pid of running) kill(-pid, "SIGKILL");
});

/** Starts a process that leads a group of its own, so that it can be killed with all that it has started. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: StartOptions,
): { readonly pid: number; readonly end: Promise<ProcessEnd> } {
  const started = Date.now();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} could not be started`);
  running.add(pid);
  const text = { stdout: "", output: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    const silent = options.linesOf !== undefined && options.linesOf !== stream;
    const lines = lineReader(silent ? undefined : options.onLine);
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      if (stream === "stdout") text.stdout += chunk;
      text.output += chunk;
      lines(chunk);
    });
  }
  const end = new Promise<ProcessEnd>((resolve) => {
    const timer = setTimeout(() => kill(-pid, "SIGKILL"), options.timeout);
    // Not "close": a provider that outlives a killed engine keeps the streams open.
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      running.delete(pid);
      const finish = (): void => {
        const seconds = (Date.now() - started) / 1000;
        resolve({ ...text, exitCode: code ?? (signal === null ? 1 : 137), seconds });
      };
      if (signal === null) child.once("close", finish);
      else setImmediate(finish);
    });
  });
  return { pid, end };
}
