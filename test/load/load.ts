import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { anewFolder } from "../setup/places";
import { type LoadLog, parseLog } from "./log-format";
import {
  DEFAULT_CLIENTS,
  DEFAULT_MAX_REQUESTS,
  DEFAULT_MAX_SECONDS,
  DEFAULT_RATE,
  DEFAULT_REQUEST_TIMEOUT,
  type FromGenerator,
  type LoadOptions,
  type ToGenerator,
} from "./protocol";

/** A load generator that runs in a process of its own. */
export interface Load {
  /** Waits until so many more requests have ended, give or take PROGRESS_EVERY. */
  more(requests: number): Promise<void>;
  /** The requests that have been logged so far; the newest may still be on their way to the disk. */
  soFar(): LoadLog;
  /** Lets every client finish its request, and gives all requests. Also when a bound has ended it before. */
  stop(): Promise<LoadLog>;
}

/**
 * Starts the load, and waits until every client has had its first answer.
 *
 * @throws RangeError for an address that is not 127.0.0.1
 */
export async function startLoad(options: LoadOptions): Promise<Load> {
  const { hostname } = new URL(options.url);
  if (hostname !== "127.0.0.1") throw new RangeError(`load goes to 127.0.0.1 only, not to ${hostname}`);
  const folder = mkdtempSync(join(anewFolder("load"), "run-"));
  const logFile = join(folder, "requests.log");
  const child = fork(join(__dirname, "generator.ts"), {
    execArgv: ["--require", "tsx/cjs"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const stopped = messageOf(child, "stopped");
  stopped.catch(() => {}); // told by stop()
  send(child, { kind: "start", options: withDefaults(options), logFile });
  await messageOf(child, "running");
  const read = (): LoadLog => parseLog(readFileSync(logFile, "utf8"));
  let all: Promise<LoadLog> | undefined;
  return {
    soFar: read,
    more: (requests) => more(child, requests),
    stop: () => {
      all ??= (async () => {
        if (child.connected) send(child, { kind: "stop" });
        await stopped;
        const log = read();
        rmSync(folder, { recursive: true, force: true });
        return log;
      })();
      return all;
    },
  };
}

function more(child: ChildProcess, requests: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let from: number | undefined;
    const ended = (): void => reject(new Error("the load generator has ended"));
    const listen = (message: FromGenerator): void => {
      if (message.kind !== "progress") return;
      from ??= message.requests;
      if (message.requests < from + requests) return;
      child.off("message", listen).off("exit", ended);
      resolve();
    };
    if (child.connected) child.on("message", listen).once("exit", ended);
    else ended();
  });
}

function withDefaults(options: LoadOptions): Required<LoadOptions> {
  return {
    keepAlive: DEFAULT_CLIENTS,
    newConnection: DEFAULT_CLIENTS,
    rate: DEFAULT_RATE,
    maxSeconds: DEFAULT_MAX_SECONDS,
    maxRequests: DEFAULT_MAX_REQUESTS,
    requestTimeout: DEFAULT_REQUEST_TIMEOUT,
    ...options,
  };
}

function messageOf(child: ChildProcess, kind: FromGenerator["kind"]): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on("message", (message: FromGenerator) => {
      if (message.kind === kind) resolve();
    });
    child.once("exit", (code, signal) =>
      reject(new Error(`the load generator ended with ${signal ?? code} before it was "${kind}"`)),
    );
    child.once("error", reject);
  });
}

function send(child: ChildProcess, message: ToGenerator): void {
  child.send(message, () => {}); // one that is gone shows by its exit
}
