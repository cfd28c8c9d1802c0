import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PseudoTerminal } from "./pseudo-terminal";

const MAIN = join(__dirname, "..", "..", "dist", "main.js");
/** Inside the engine's package, so that the program finds its SDK. */
const WORK = join(__dirname, "..", "..", "..", "engine", ".anew", `cli-test-${process.pid}`);

let count = 0;

/** A place for programs without an SDK. */
export const OUTSIDE = join(tmpdir(), `anew-cli-test-${process.pid}`);

/** A folder with a program, and `anew local` on it. */
export class LocalProgram {
  readonly folder: string;
  /** Set for each command. */
  env: NodeJS.ProcessEnv = {};

  constructor(files: Readonly<Record<string, string>>, place = WORK) {
    this.folder = join(place, String(++count));
    mkdirSync(this.folder, { recursive: true });
    this.write("Pulumi.yaml", "name: cli\nruntime: nodejs\n");
    this.write("package.json", '{ "name": "cli", "main": "index.js" }');
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  remove(file: string): void {
    rmSync(join(this.folder, file), { recursive: true });
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** The lines that the program's provider noted. */
  effects(): string[] {
    return this.read("effects.log").split("\n").filter(Boolean);
  }

  /** Runs a command to its end. */
  run(...args: string[]) {
    return spawnSync(process.execPath, this.command(args), {
      encoding: "utf8",
      cwd: this.folder,
      env: { ...environment(), ...this.env },
    });
  }

  /** The JSON that a command prints, alone on its standard output. */
  json(...args: string[]) {
    return JSON.parse(this.run(...args, "--json").stdout);
  }

  start(...args: string[]): Started {
    return new Started(
      spawn(process.execPath, this.command(args), {
        cwd: this.folder,
        env: { ...environment(), ...this.env },
        stdio: "pipe",
      }),
    );
  }

  /** Runs a command on a terminal. */
  terminal(
    args: readonly string[],
    place: { columns?: number; rows?: number; env?: NodeJS.ProcessEnv } = {},
  ) {
    return new PseudoTerminal([process.execPath, ...this.command(args)], { cwd: this.folder, ...place });
  }

  /** Resolves when a file contains a text. */
  contains(file: string, text: string): Promise<void> {
    const path = join(this.folder, file);
    return new Promise((resolve) => {
      const look = () => existsSync(path) && readFileSync(path, "utf8").includes(text);
      const watcher = watch(this.folder, () => {
        if (!look()) return;
        watcher.close();
        resolve();
      });
      if (!look()) return;
      watcher.close();
      resolve();
    });
  }

  private command(args: readonly string[]): string[] {
    return [MAIN, "local", ...args];
  }
}

/** Removes every folder. */
export function removePrograms(): void {
  for (const folder of [WORK, OUTSIDE]) rmSync(folder, { recursive: true, force: true });
}

/** Without what would change how the command shows things, and where programs find their modules. */
function environment(): NodeJS.ProcessEnv {
  const { NO_COLOR: _, PULUMI_CONFIG_PASSPHRASE: __, NODE_PATH: ___, ...rest } = process.env;
  return rest;
}

/** A command that is running. */
export class Started {
  out = "";
  all = "";
  /** Resolves to the exit code. */
  readonly exit: Promise<number | null>;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly child: ChildProcess) {
    const take = (data: Buffer) => {
      this.all += data;
      for (const listener of this.listeners) listener();
    };
    child.stdout!.on("data", (data) => {
      this.out += data;
      take(data);
    });
    child.stderr!.on("data", take);
    this.exit = new Promise((resolve) => child.once("close", resolve));
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Closes the reading end of its standard output. */
  stopReading(): void {
    this.child.stdout!.destroy();
  }

  /** Resolves when it has printed a text. */
  says(text: string): Promise<void> {
    return new Promise((resolve) => {
      const listener = () => {
        if (!this.all.includes(text)) return;
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
      listener();
    });
  }
}
