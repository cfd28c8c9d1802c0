import { randomBytes } from "node:crypto";
import { copyFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chooseEngine } from "./engine/choose";
import type { ConfigValue, Engine, EngineResult, Operation, Running } from "./engine/engine";
import { anewFolder, root } from "./places";

export interface RunOptions {
  /** The value of the service's secret. @default "s3cret-one" */
  readonly secret?: string;
  /** More configuration. */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  readonly onLine?: (line: string) => void;
}

export interface ProgramFolder {
  /** Where the program and its Pulumi.yaml are. */
  readonly program: string;
  /** Its files beside Pulumi.yaml. */
  readonly files: readonly string[];
  /** The project's name in that Pulumi.yaml; a stack's own begins with it. */
  readonly name: string;
}

/** How long one run may take, in milliseconds. */
const RUN_TIMEOUT = 180_000;

let engine: Promise<Engine> | undefined;

/** The engine that all stacks of this process share. */
export function sharedEngine(): Promise<Engine> {
  engine ??= chooseEngine();
  return engine;
}

/** A stack of its own, with a copy of a program in the clone's ignored folder that declares what program.json says. */
export abstract class ProgramStack<Program> {
  /** The project's name: a label of everything that the stack makes. */
  readonly project: string;
  readonly folder: string;

  constructor(
    readonly engine: Engine,
    { program, files, name }: ProgramFolder,
  ) {
    this.project = `${name}-${randomBytes(4).toString("hex")}`;
    this.folder = anewFolder("e2e", this.project);
    for (const file of files) copyFileSync(join(program, file), join(this.folder, file));
    const settings = readFileSync(join(program, "Pulumi.yaml"), "utf8");
    writeFileSync(join(this.folder, "Pulumi.yaml"), settings.replace(name, this.project));
    symlinkSync(join(root, "test/node_modules"), join(this.folder, "node_modules"));
    writeFileSync(join(this.folder, "package.json"), JSON.stringify({ private: true, main: "index.js" }));
  }

  /** What the program needs to know, beside the secret. */
  protected abstract configuration(): Readonly<Record<string, ConfigValue>>;

  /** What engine, program and providers find in their environment, beside this process's own. */
  protected abstract environment(): NodeJS.ProcessEnv;

  start(
    operation: Operation,
    program: Program,
    { secret = "s3cret-one", config, onLine }: RunOptions = {},
  ): Running {
    writeFileSync(join(this.folder, "program.json"), JSON.stringify(program));
    const target = {
      cwd: this.folder,
      stack: "test",
      config: { ...this.configuration(), [`${this.project}:secret`]: { secret }, ...config },
    };
    const env = { ...process.env, ...this.environment() };
    return this.engine.start(operation, target, { env, timeout: RUN_TIMEOUT, ...(onLine && { onLine }) });
  }

  up(program: Program, options?: RunOptions): Promise<EngineResult> {
    return this.start("up", program, options).result;
  }

  preview(program: Program, options?: RunOptions): Promise<EngineResult> {
    return this.start("preview", program, options).result;
  }

  destroy(program: Program, options?: RunOptions): Promise<EngineResult> {
    return this.start("destroy", program, options).result;
  }

  /** Corrects the state by what is really there. */
  refresh(program: Program, options?: RunOptions): Promise<EngineResult> {
    return this.start("refresh", program, options).result;
  }

  /** After a kill: releases the lock that it has left. */
  async unlock(): Promise<void> {
    await this.engine.unlock({ cwd: this.folder, stack: "test", config: {} });
  }

  outputs(): Promise<Readonly<Record<string, unknown>>> {
    return this.engine.outputs({ cwd: this.folder, stack: "test", config: {} });
  }

  /** The deployment, to be given to `restore` later. */
  export(): Promise<unknown> {
    return this.engine.export({ cwd: this.folder, stack: "test", config: {} });
  }

  /** Takes the state back to what it was, and nothing else: as if nobody had written down what came after. */
  async restore(deployment: unknown): Promise<void> {
    await this.engine.import({ cwd: this.folder, stack: "test", config: {} }, deployment);
  }

  /** Process id of the program that was started last. */
  programPid(): number | undefined {
    try {
      return Number(readFileSync(join(this.folder, "program.pid"), "utf8"));
    } catch {
      return undefined;
    }
  }

  forgetProgram(): void {
    rmSync(join(this.folder, "program.pid"), { force: true });
  }

  protected removeFolder(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
