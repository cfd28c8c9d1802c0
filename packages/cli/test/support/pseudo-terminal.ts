import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { Terminal } from "@xterm/headless";

/** Whether util-linux's `script` is there, which gives a command a terminal. */
export function canHaveTerminal(): boolean {
  return spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") ?? false;
}

export interface Place {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** A command on a terminal, and what the terminal shows. */
export class PseudoTerminal {
  /** Resolves to the exit code. */
  readonly exit: Promise<number | null>;
  /** Everything that was written, as it was. */
  raw = "";
  private readonly terminal: Terminal;
  private readonly child: ChildProcess;
  private readonly watchers = new Set<() => void>();

  constructor(command: readonly string[], { cwd, columns = 80, rows = 24, env = {} }: Place) {
    this.terminal = new Terminal({ cols: columns, rows, scrollback: 1000, allowProposedApi: true });
    const line = `stty cols ${columns} rows ${rows}; exec ${command.map(quoted).join(" ")}`;
    const { CI: _, NO_COLOR: __, ...inherited } = process.env;
    this.child = spawn("script", ["-qfec", line, "/dev/null"], {
      cwd,
      env: { ...inherited, TERM: "xterm-256color", SHELL: "/bin/sh", ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = new Promise<number | null>((resolve) => this.child.once("close", resolve));
    let written = Promise.resolve();
    this.child.stdout!.on("data", (data: Buffer) => {
      this.raw += data.toString();
      written = new Promise((resolve) => {
        this.terminal.write(data, () => {
          for (const watcher of this.watchers) watcher();
          resolve();
        });
      });
    });
    this.exit = ended.then(async (code) => {
      await written;
      return code;
    });
  }

  /** What the terminal shows now, without empty lines at the end. */
  screen(): string[] {
    const { active } = this.terminal.buffer;
    return this.lines(active.baseY, active.length);
  }

  /** Everything that the terminal has shown for good, scrolled away or not. */
  everything(): string[] {
    return this.lines(0, this.terminal.buffer.active.length);
  }

  /** Resolves when the screen is as it should be. */
  shows(what: (lines: string[]) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const watcher = () => {
        if (!what(this.screen())) return;
        this.watchers.delete(watcher);
        resolve();
      };
      this.watchers.add(watcher);
      watcher();
      void this.exit.then(() => reject(new Error(`ended before: ${this.everything().join("\n")}`)));
    });
  }

  type(text: string): void {
    this.child.stdin!.write(text);
  }

  private lines(from: number, to: number): string[] {
    const lines: string[] = [];
    for (let at = from; at < to; at++) {
      lines.push(this.terminal.buffer.active.getLine(at)?.translateToString(true) ?? "");
    }
    while (lines.at(-1) === "") lines.pop();
    return lines;
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
