import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Lines of a command's output that its error shows. */
const TAIL_LINES = 20;

interface CommandOptions {
  readonly timeoutMs: number;
  /** From the polite end (SIGTERM) to the hard one, milliseconds. */
  readonly graceMs: number;
  readonly cwd?: string;
  readonly input?: Readable;
  /** On top of this process's own; `undefined` takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * In a process group of its own, so that it outlives this process. What it has started ends with it: it would hold
   * the output open. @default false
   */
  readonly detached?: boolean;
  /** Each line of output, from both streams. */
  readonly onLine?: (line: string) => void;
  /** Told as soon as it runs. */
  readonly onStart?: (pid: number) => void;
}

interface CommandResult {
  readonly ok: boolean;
  /** There is no such program. */
  readonly missing: boolean;
  readonly timedOut: boolean;
  readonly stdout: string;
  /** The last lines of both streams. */
  readonly tail: readonly string[];
}

/** Runs a program of the user's to its end, or to the end of its time. It never throws: the result tells. */
async function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  // execa is a module of the other kind, and only a build needs it.
  const { execa } = await import("execa");
  const child = execa(file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...options.environment },
    timeout: options.timeoutMs,
    forceKillAfterDelay: options.graceMs,
    detached: options.detached ?? false,
    reject: false,
    all: true,
    maxBuffer: 10_000_000,
    ...(options.input === undefined ? { stdin: "ignore" as const } : { input: options.input }),
  });
  const { pid } = child;
  if (pid !== undefined) {
    options.onStart?.(pid);
    if (options.detached) child.once("exit", () => endGroup(pid));
  }
  const tail: string[] = [];
  const lines = createInterface({ input: child.all, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on("line", (line) => {
    if (line.trim() === "") return;
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
    options.onLine?.(line);
  });
  const linesRead = new Promise<void>((resolve) => lines.once("close", resolve));
  const result = await child;
  const missing = result.code === "ENOENT";
  if (!missing) await linesRead;
  return {
    ok: result.exitCode === 0,
    missing,
    timedOut: result.timedOut,
    stdout: result.stdout ?? "",
    tail,
  };
}

function endGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // nothing of it is left
  }
}

export type { CommandOptions, CommandResult };
export { runCommand };
