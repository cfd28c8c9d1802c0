import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import type { Plugin } from "./grpc-provider";
import { isReady } from "./plugin-ready";

/** How a plugin is started. */
export interface PluginCommand {
  /** For messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How long a plugin may take to end when it is interrupted, in milliseconds; as the real engine's. */
const GRACE = 5_000;
/** How long the last lines of a plugin that has ended are waited for, in milliseconds. */
const LAST_LINES_WITHIN = 1_000;
/** How many of the lines that a plugin printed an error shows. */
const LINES = 20;

/** A running plugin process: it printed its port, and serves there. */
export class PluginProcess implements Plugin {
  readonly ended: Promise<string>;
  private readonly printed: string[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly name: string,
    readonly folder: string,
    private port: string,
  ) {
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: string | null) =>
        resolve(this.outcome(signal ?? `exit code ${code}`));
      // Once its outputs are closed too, the last lines are there. Something that it has left may hold them open.
      child.once("close", end);
      child.once("exit", (code, signal) => setTimeout(end, LAST_LINES_WITHIN, code, signal).unref());
      child.once("error", (error) => resolve(error.message));
    });
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /**
   * Starts a plugin and waits for its port.
   * @param log - gets each line that it prints besides
   * @throws Error with what it printed, when it ends or prints something else first; nothing of it is left then
   */
  static async start(command: PluginCommand, log: (line: string) => void): Promise<PluginProcess> {
    const child = spawn(command.command, [...command.args], {
      cwd: command.cwd,
      env: command.env,
      stdio: ["pipe", "pipe", "pipe"],
      // Its own group: an interrupt at the terminal is the engine's to handle, and what it starts ends with it.
      detached: true,
    });
    children.add(child);
    child.once("exit", () => children.delete(child));
    const plugin = new PluginProcess(child, command.name, dirname(command.command), "");
    const note = (line: string) => {
      plugin.printed.push(line);
      if (plugin.printed.length > LINES) plugin.printed.shift();
      log(line);
    };
    createInterface({ input: child.stderr! }).on("line", note);
    const lines = createInterface({ input: child.stdout! });
    const [first, end] = await Promise.race([
      once(lines, "line").then(([line]) => [String(line), undefined] as const),
      plugin.ended.then((text) => [undefined, text] as const),
    ]);
    if (first === undefined) throw new Error(`${command.name} ended before it was ready: ${end}`);
    lines.on("line", note);
    if (!isReady(first)) {
      await plugin.stop();
      throw new Error(`${command.name} should print its port first, but printed "${first}"`);
    }
    plugin.port = first.trim();
    return plugin;
  }

  /** Interrupts the process and what it has started, and waits until it is gone. */
  async stop(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    signalGroup(child, "SIGINT");
    const stubborn = setTimeout(() => signalGroup(child, "SIGKILL"), GRACE);
    await this.ended;
    clearTimeout(stubborn);
    // What it has started and left.
    signalGroup(child, "SIGKILL");
  }

  private outcome(end: string): string {
    return [end, ...this.printed].join("\n");
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal);
  } catch {
    child.kill(signal);
  }
}

const children = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of children) signalGroup(child, "SIGKILL");
});
