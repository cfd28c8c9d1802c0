import type { Clock } from "./clock";
import type { CrashPoint } from "./deploy/crash";
import type { EventListener } from "./events";
import { isPreview, type Operation, planOperation } from "./operation";
import type { DestroyArgs, PreviewArgs, RefreshArgs, UpArgs } from "./operation-args";
import { configSalt, packageConfig, readConfig } from "./program/config";
import type { Program } from "./program/program";
import type { Project } from "./program/project";
import { readStackFile } from "./program/stack-file";
import type { ProviderFactory } from "./provider";
import { BuiltinProvider } from "./providers/builtin-provider";
import { DYNAMIC_PACKAGE, startDynamicProvider } from "./providers/dynamic-provider";
import { startPathPlugin } from "./providers/path-plugin";
import { ProviderClient } from "./providers/provider-client";
import type { ProviderLoader } from "./providers/registry";
import type { RunResult } from "./result";
import { type LoaderContext, runOnce } from "./run";
import type { Backend, StackName } from "./state/backend";
import type { ExportedDeployment, Snapshot } from "./state/checkpoint";
import { Journal } from "./state/journal";
import { PassphraseEncryption } from "./state/passphrase";
import { type ImportOptions, StackState } from "./state/stack-state";
import { BackendStackReader } from "./state/state-reader";

export interface LocalStackArgs {
  readonly project: Project;
  readonly stack: string;
  readonly program: Program;
  readonly backend: Backend;
  readonly passphrase: string;
  readonly providers: Readonly<Record<string, ProviderFactory>>;
  /** Where runs are to break off, in tests. @default nowhere */
  readonly crash?: CrashPoint;
  /** What providers wait on, and where the times in the state come from. @default real time */
  readonly clock?: Clock;
}

/** One stack of one project. */
export class LocalStack {
  readonly name: StackName;
  private readonly state: StackState;

  constructor(private readonly args: LocalStackArgs) {
    this.name = { project: args.project.name, stack: args.stack };
    this.state = new StackState(args.backend, this.name, (salt) => this.encryption(salt));
  }

  /** What an update would do. */
  preview(args: PreviewArgs = {}): Promise<RunResult> {
    return this.run({ kind: "preview", args: this.refreshing(args) });
  }

  /** Makes everything as the program says. */
  up(args: UpArgs = {}): Promise<RunResult> {
    return this.run({ kind: "up", args: this.refreshing(args) });
  }

  /** Deletes everything that the state holds; the program is not run, unless asked for. */
  destroy(args: DestroyArgs = {}): Promise<RunResult> {
    return this.run({ kind: "destroy", args: this.refreshing(args) });
  }

  /** Corrects the state by what is really there; the program is not run, unless asked for. */
  refresh(args: RefreshArgs = {}): Promise<RunResult> {
    return this.run({ kind: "refresh", args });
  }

  /** Whether it was ever updated, or has a file of settings. */
  async exists(): Promise<boolean> {
    const { backend, project, stack } = this.args;
    return readStackFile(project, stack).exists || (await backend.load(this.name)) !== undefined;
  }

  /** The state as `pulumi stack export` prints it. @throws Error when it cannot be read */
  export(options: { readonly showSecrets?: boolean } = {}): Promise<ExportedDeployment> {
    return this.state.export(options);
  }

  /**
   * Replaces the state by an exported one, of any version that the Pulumi CLI imports too.
   * @returns warnings: the pending operations that were left out
   * @throws Error naming what is wrong with it; nothing is changed then
   */
  import(exported: unknown, options: ImportOptions = {}): Promise<readonly string[]> {
    return this.state.import(exported, options);
  }

  /** Removes the stack's lock, and tells whose it was. */
  cancel(): Promise<readonly string[]> {
    return this.args.backend.cancel(this.name);
  }

  /** `options.refresh: always` of Pulumi.yaml holds unless something else is asked for. */
  private refreshing<T extends { readonly refresh?: boolean }>(args: T): T {
    return this.args.project.refreshAlways ? { refresh: true, ...args } : args;
  }

  private encryption(salt?: string): PassphraseEncryption {
    const known = salt ?? configSalt(this.args.project, this.args.stack);
    return new PassphraseEncryption(this.args.passphrase, known);
  }

  /** The file of settings may have been made with a salt of its own, after the state or for another one. */
  private configEncryption(state: PassphraseEncryption): PassphraseEncryption {
    const salt = configSalt(this.args.project, this.args.stack);
    return salt === undefined ? state : new PassphraseEncryption(this.args.passphrase, salt);
  }

  private async run(operation: Operation): Promise<RunResult> {
    const { backend } = this.args;
    const { kind, args } = operation;
    const preview = isPreview(operation);
    const listener = args.onEvent ?? (() => {});
    const lock = preview ? undefined : await backend.lock(this.name);
    try {
      if (lock?.notice) {
        listener({ kind: "message", severity: "info", urn: "", message: lock.notice, ephemeral: false });
      }
      const encryption = this.encryption();
      const base = await this.state.load(encryption);
      if (!preview) await backend.backup(this.name);
      const clear = kind === "refresh" && operation.args.clearPendingCreates;
      return await this.runLocked(operation, listener, encryption, clear ? withoutCreates(base) : base);
    } finally {
      await lock?.release();
    }
  }

  private async runLocked(
    operation: Operation,
    listener: EventListener,
    encryption: PassphraseEncryption,
    base: Snapshot,
  ): Promise<RunResult> {
    const { project, stack, program, backend } = this.args;
    const { args } = operation;
    const plan = planOperation(operation, base, this.args.crash, this.args.clock);
    if (!plan) return NOTHING_DONE;
    const { options, refresh, runsProgram } = plan;
    // A wrong passphrase is to be known before anything is done, not at the first secret that is written.
    if (encryption.description()) await encryption.unlock();
    const given = args.config ?? {};
    const config = await readConfig(project, stack, given, this.configEncryption(encryption), runsProgram);
    return runOnce({
      settings: {
        project: project.name,
        stack,
        organization: "organization",
        preview: options.preview,
        parallel: options.parallel,
        programFolder: program.folder,
        config: Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value])),
        secretKeys: Object.keys(config).filter((key) => config[key]!.secret),
        packageConfig: (name) => packageConfig(config, name),
      },
      options,
      refresh,
      base,
      journal: (snapshot) => new Journal(backend, this.name, snapshot, encryption),
      listener,
      ...(runsProgram ? { program } : {}),
      loader: (address, context) => this.loader(address, context, encryption),
      interrupted: interruption(args.signal),
    });
  }

  private loader(
    address: () => Promise<string>,
    context: LoaderContext,
    encryption: PassphraseEncryption,
  ): ProviderLoader {
    const { backend, program, providers, passphrase } = this.args;
    const { diagnostics } = context;
    const log = (line: string) => diagnostics.info("", line);
    // What plugins print is theirs, as with the real engine; an error of theirs shows its last lines.
    const debug = () => {};
    const warn = (urn: string, message: string) => diagnostics.warning(urn, message);
    const reader = new BackendStackReader(
      backend,
      this.name,
      (_, salt) => (salt ? new PassphraseEncryption(passphrase, salt) : encryption),
      (urn) => context.news.get(urn) ?? context.reads.get(urn),
    );
    let dynamic: Promise<ProviderClient> | undefined;
    return async (name) => {
      const factory = providers[name];
      if (factory) {
        const provider = await factory({
          ...this.name,
          programFolder: program.folder,
          progress: (urn, message) => diagnostics.progress(urn, message),
          ...(this.args.clock ? { clock: this.args.clock } : {}),
        });
        return new ProviderClient(provider, { warn });
      }
      if (name === "pulumi") return new ProviderClient(new BuiltinProvider(reader));
      if (name === DYNAMIC_PACKAGE) {
        dynamic ??= address()
          .then((engine) => startDynamicProvider(program.folder, engine, log))
          .then((started) => new ProviderClient(started, { shared: true, warn }));
        return dynamic;
      }
      const place = {
        programFolder: program.folder,
        project: this.name.project,
        engineAddress: await address(),
      };
      return new ProviderClient(await startPathPlugin(name, place, debug), { warn });
    };
  }
}

const NOTHING_DONE: RunResult = { steps: [], failures: [], changeSummary: {}, outputs: {} };

function withoutCreates(base: Snapshot): Snapshot {
  return { ...base, pendingOperations: base.pendingOperations.filter(({ type }) => type !== "creating") };
}

function interruption(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}
