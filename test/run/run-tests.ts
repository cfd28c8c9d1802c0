import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { kill } from "../setup/docker/processes";
import { root } from "../setup/places";
import type { FromWorker, TestResult, ToWorker } from "./protocol";

export interface TestRunOptions {
  /** How many files run at a time. */
  readonly workers: number;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds in which at least one test must end; a worker that is silent for longer is killed. */
  readonly silence: number;
  /** Called with a file's results when it has ended. */
  readonly onFile: (file: string, results: readonly TestResult[]) => void;
}

/** Runs test files in worker processes. A file that takes its worker down counts as a failed test, and the others go on. */
export async function runTests(
  files: readonly string[],
  options: TestRunOptions,
): Promise<readonly TestResult[]> {
  const queue = [...files];
  const all: TestResult[] = [];
  const worker = async (): Promise<void> => {
    while (queue.length > 0) all.push(...(await untilWorkerEnds(queue, options)));
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, files.length) }, worker));
  return all;
}

function untilWorkerEnds(queue: string[], options: TestRunOptions): Promise<readonly TestResult[]> {
  return new Promise((resolve) => {
    const child = startWorker(options.env);
    const all: TestResult[] = [];
    let current:
      | { readonly file: string; readonly results: TestResult[]; readonly since: number }
      | undefined;
    let silent = false;
    const timer = setTimeout(() => {
      silent = true;
      if (child.pid !== undefined) kill(-child.pid, "SIGKILL");
    }, options.silence);

    const finish = (): void => {
      if (current === undefined) return;
      options.onFile(current.file, current.results);
      all.push(...current.results);
      current = undefined;
    };
    child.on("message", (message: FromWorker) => {
      timer.refresh();
      if (message.kind === "result") {
        current?.results.push(message.result);
        return;
      }
      finish();
      const file = queue.shift();
      const answer: ToWorker = file === undefined ? { kind: "end" } : { kind: "run", file };
      if (file !== undefined) current = { file, results: [], since: Date.now() };
      child.send(answer, () => {}); // a worker that is gone shows by its exit
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      // What a crashed test file has started must not outlive it.
      if (child.pid !== undefined) kill(-child.pid, "SIGKILL");
      if (current !== undefined) {
        const why = silent
          ? `no test ended within ${options.silence / 1000} s`
          : `the process ended with ${signal ?? code}`;
        const milliseconds = Date.now() - current.since;
        current.results.push({
          file: current.file,
          title: "(the file)",
          state: "failed",
          milliseconds,
          detail: why,
        });
        finish();
      }
      resolve(all);
    });
  });
}

/** A worker and what its tests have started is a group of its own, which does not hear a Ctrl-C. */
const running = new Set<number>();
process.on("exit", () => {
  for (const pid of running) kill(-pid, "SIGKILL");
});

function startWorker(env: NodeJS.ProcessEnv): ChildProcess {
  const child = fork(join(__dirname, "worker.ts"), {
    cwd: root,
    env,
    execArgv: ["--require", "tsx/cjs"],
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const { pid } = child;
  if (pid !== undefined) {
    running.add(pid);
    child.once("exit", () => running.delete(pid));
  }
  return child;
}
