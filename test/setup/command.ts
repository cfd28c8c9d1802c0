import { type SpawnOptions, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

export interface CommandResult {
  /** The exit code; 127 when the program is not there, 124 when it took too long. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Buffer;
  /** Milliseconds; afterwards the program and its children are killed. @default 60000 */
  readonly timeout?: number;
  /** Gets every line of both streams as it comes. */
  readonly onLine?: (line: string) => void;
}

/** What runs now. A program in a group of its own does not hear a Ctrl-C, so it is ended with this process. */
const running = new Set<number>();
process.on("exit", () => {
  for (const pid of running) killGroup(pid);
});

/** Runs a program to its end and gives what it said. Never throws: the exit code tells. */
export function run(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const spawnOptions: SpawnOptions = {
      cwd: options.cwd,
      env: options.env ?? process.env,
      // A group of its own: a time limit then ends the grandchildren too.
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    };
    const child = spawn(command, args, spawnOptions);
    const text = { stdout: "", stderr: "" };
    if (child.pid !== undefined) running.add(child.pid);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      killGroup(child.pid);
    }, options.timeout ?? 60_000);
    for (const stream of ["stdout", "stderr"] as const) {
      const lines = lineReader(options.onLine);
      child[stream]?.setEncoding("utf8").on("data", (chunk: string) => {
        text[stream] += chunk;
        lines(chunk);
      });
    }
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve({
        exitCode: error.code === "ENOENT" ? 127 : 126,
        ...text,
        stderr: text.stderr + error.message,
      });
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      if (child.pid !== undefined) running.delete(child.pid);
      resolve({ exitCode: late ? 124 : (code ?? 1), ...text });
    });
    child.stdin?.on("error", () => {}); // the program may end without reading
    child.stdin?.end(options.input);
  });
}

/** As `run`, but a failure is an error with the end of what the program said. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const result = await run(command, args, options);
  if (result.exitCode !== 0) {
    const said = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-15).join("\n");
    throw new Error(`${command} ${args.join(" ")} ended with ${result.exitCode}:\n${said}`);
  }
  return result.stdout;
}

/** The path of a program, looked up as a shell does, and where Debian keeps what only root uses. */
export function which(program: string): string | undefined {
  if (isAbsolute(program)) return isExecutable(program) ? program : undefined;
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

/** Cuts a stream into lines. */
export function lineReader(onLine: ((line: string) => void) | undefined): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    if (onLine === undefined) return;
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // it has just ended
  }
}
