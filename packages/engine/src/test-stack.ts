import { resolve } from "node:path";
import type { Clock } from "./clock";
import type { CrashPoint } from "./deploy/crash";
import type { EventListener } from "./events";
import { LocalStack } from "./local-stack";
import type { DestroyArgs, PreviewArgs, RefreshArgs, UpArgs } from "./operation-args";
import { InlineProgram, type ProgramFunction } from "./program/inline-program";
import { ProcessProgram } from "./program/process-program";
import type { Program } from "./program/program";
import { type Project, readProject } from "./program/project";
import type { ProviderFactory } from "./provider";
import { DYNAMIC_PACKAGE } from "./providers/dynamic-provider";
import { dynamicProviders } from "./providers/inline-dynamic-provider";
import type { RunResult } from "./result";
import type { Backend } from "./state/backend";
import type { DeploymentJson } from "./state/checkpoint";
import { MemoryBackend } from "./state/memory-backend";
import { expectCrash } from "./testing/crash-points";
import { folderProgram } from "./testing/folder-program";
import { RememberingBackend } from "./testing/remembering-backend";
import { STACK_TYPE, urnName, urnType } from "./urn";

/** What a {@link TestStack} runs, and with what. */
export interface TestStackArgs {
  /**
   * The program: a function that runs in this process, or the folder of a project that runs in its own. Give another
   * one to a single run to test a changed program.
   */
  readonly program: ProgramFunction | string;
  /**
   * Whether a folder's program runs in this process too: faster by the second that a process takes to start, with a
   * debugger, but in this process's folder and environment. It is evaluated anew for each run. Not for ECMAScript
   * modules.
   * @default false
   */
  readonly inProcess?: boolean;
  /** @default none: in-process providers by package */
  readonly providers?: Readonly<Record<string, ProviderFactory>>;
  /** @default "test" for a function, the project's name for a folder */
  readonly project?: string;
  /** @default "dev" */
  readonly stack?: string;
  /** @default in memory */
  readonly backend?: Backend;
  /** Where relative paths of a function's program start. @default the current folder */
  readonly folder?: string;
  /**
   * What in-memory providers and the dynamic ones of a program in this process wait on (of the latter those that look for
   * it, as `@anew/core`'s do), and where the times in the state come from. @default real time
   */
  readonly clock?: Clock;
}

/** What every operation of a {@link TestStack} takes beside the operation's own arguments. */
export interface TestRunOptions {
  /** Another program, or the folder of one, for this run only: a next version. */
  readonly program?: ProgramFunction | string;
  /** Ends the run as a kill would, at one of its steps; a run without such a step is an error. */
  readonly crash?: CrashPoint;
}

/** What the preview of a {@link TestStack} takes; its up takes it, too. */
export type TestRunArgs = PreviewArgs & TestRunOptions;
/** What the up of a {@link TestStack} takes. */
export type TestUpArgs = UpArgs & TestRunOptions;
/** What the destroy of a {@link TestStack} takes. */
export type TestDestroyArgs = DestroyArgs & TestRunOptions;
/** What the refresh of a {@link TestStack} takes. */
export type TestRefreshArgs = RefreshArgs & TestRunOptions;

/** Something that was said in a run. */
export interface TestMessage {
  readonly severity: "debug" | "info" | "warning" | "error";
  /** The resource it is about; empty when it is about the run. */
  readonly urn: string;
  readonly message: string;
}

/** How a run went, with its steps as short lines. */
export interface TestResult extends RunResult {
  /** `<op> <name>` of each step in order, without the stack's own. */
  readonly lines: readonly string[];
  /** What was said, without progress. */
  readonly messages: readonly TestMessage[];
  /** The URNs of the state before the run and of its steps, for assertions. */
  readonly resources: readonly string[];
}

/** A stack for tests: many updates in one process, with the state in memory and crashes on request. */
export class TestStack {
  private readonly backend: Backend;

  constructor(private readonly args: TestStackArgs) {
    this.backend = args.backend ?? new MemoryBackend();
  }

  /** What an up would do. It resolves also when that fails: with `error`. So do the others. */
  preview(args: TestRunArgs = {}): Promise<TestResult> {
    return this.run(args, (stack, onEvent) => stack.preview({ ...args, onEvent }));
  }

  /** Makes everything as the program says. */
  up(args: TestUpArgs = {}): Promise<TestResult> {
    return this.run(args, (stack, onEvent) => stack.up({ ...args, onEvent }));
  }

  /** Deletes everything, without the program where it is not asked for. */
  destroy(args: TestDestroyArgs = {}): Promise<TestResult> {
    return this.run(args, (stack, onEvent) => stack.destroy({ ...args, onEvent }));
  }

  /** Corrects the state by what the providers find. */
  refresh(args: TestRefreshArgs = {}): Promise<TestResult> {
    return this.run(args, (stack, onEvent) => stack.refresh({ ...args, onEvent }));
  }

  /** The state as `pulumi stack export` prints it, with secrets in clear text. */
  async state(): Promise<DeploymentJson> {
    return (await this.stack({}, this.backend).export({ showSecrets: true })).deployment;
  }

  /** The state's text as it is kept: with secrets encrypted. */
  async stored(): Promise<string> {
    const stored = await this.backend.load(this.stack({}, this.backend).name);
    return JSON.stringify(stored?.deployment ?? {}, undefined, 2);
  }

  private async run(
    args: TestRunOptions & { readonly onEvent?: EventListener },
    start: (stack: LocalStack, onEvent: EventListener) => Promise<RunResult>,
  ): Promise<TestResult> {
    const messages: TestMessage[] = [];
    const onEvent: EventListener = (event) => {
      if (event.kind === "message" && !event.ephemeral) {
        messages.push({ severity: event.severity, urn: event.urn, message: event.message });
      }
      args.onEvent?.(event);
    };
    const { name } = this.stack(args, this.backend);
    const backend = new RememberingBackend(this.backend, name);
    const result = await start(this.stack(args, backend), onEvent);
    if (args.crash) expectCrash(args.crash, result);
    const own = result.steps.filter((step) => urnType(step.urn) !== STACK_TYPE);
    return {
      ...result,
      lines: own.map((step) => `${step.op} ${urnName(step.urn)}`),
      messages,
      // Asked for by few.
      get resources() {
        return [...new Set([...backend.urns(), ...result.steps.map(({ urn }) => urn)])];
      },
    };
  }

  private stack(args: TestRunOptions, backend: Backend): LocalStack {
    const { clock, inProcess } = this.args;
    const program = args.program ?? this.args.program;
    const project = this.project(program);
    const inline = inlineProgram(program, project, inProcess ?? false);
    const place = project.programFolder;
    const dynamic: Record<string, ProviderFactory> = inline ? { [DYNAMIC_PACKAGE]: dynamicProviders } : {};
    const runner: Program = inline ? new InlineProgram(inline, place) : new ProcessProgram(project);
    return new LocalStack({
      project,
      stack: this.args.stack ?? "dev",
      program: runner,
      backend,
      passphrase: "",
      providers: { ...dynamic, ...this.args.providers },
      ...(clock ? { clock } : {}),
      ...(args.crash ? { crash: args.crash } : {}),
    });
  }

  /** The project of a run's program, under the name of the stack's own. */
  private project(program: ProgramFunction | string): Project {
    const { program: own, folder } = this.args;
    const name = this.args.project ?? (typeof own === "string" ? readProject(own).name : "test");
    if (typeof program === "string") return { ...readProject(program), name };
    const root = resolve(folder ?? ".");
    return {
      name,
      root,
      programFolder: root,
      entryPoint: ".",
      typescript: true,
      nodeArguments: [],
      configDefaults: {},
    };
  }
}

function inlineProgram(
  program: ProgramFunction | string,
  project: Project,
  inProcess: boolean,
): ProgramFunction | undefined {
  if (typeof program === "function") return program;
  return inProcess ? folderProgram(project) : undefined;
}
