import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { LocalStack } from "./local-stack";
import { ProcessProgram } from "./program/process-program";
import { readProject } from "./program/project";
import type { ProviderFactory } from "./provider";
import type { Backend } from "./state/backend";
import { FileBackend } from "./state/file-backend";
import { passphraseFromEnvironment } from "./state/passphrase";

/** Where an engine keeps its states, and with what it runs. */
export interface LocalEngineArgs {
  /**
   * Providers that run inside the engine, by package. What is not here is looked for on the PATH.
   * @default none
   */
  readonly providers?: Readonly<Record<string, ProviderFactory>>;
  /** @default the folder of the project's `backend.url`, if that is `file://`, else `.anew/state` beside the project */
  readonly backend?: Backend;
  /** @default PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE's content, or the empty one */
  readonly passphrase?: string;
}

/** Which stack of which project. */
export interface StackArgs {
  /** The folder of the project's Pulumi.yaml, or one below it. @default the current one */
  readonly folder?: string;
  /** @default "dev" */
  readonly stack?: string;
  /** A file to read the stack's configuration from. @default Pulumi.<stack>.yaml beside the project's file */
  readonly configFile?: string;
}

/** The stack where none is named. */
export const DEFAULT_STACK = "dev";

/** Runs Pulumi programs on this machine without the Pulumi CLI. */
export class LocalEngine {
  constructor(private readonly args: LocalEngineArgs = {}) {}

  /**
   * A stack of a project.
   * @throws Error when the folder has no project that this engine can run, or the stack's name is none
   */
  stack(args: StackArgs = {}): LocalStack {
    const read = readProject(resolve(args.folder ?? "."));
    const project = args.configFile === undefined ? read : { ...read, configFile: resolve(args.configFile) };
    const stack = stackName(args.stack ?? DEFAULT_STACK, project.name);
    const { backend, passphrase, providers } = this.args;
    return new LocalStack({
      project,
      stack,
      program: new ProcessProgram(project),
      backend: backend ?? new FileBackend(project.backendFolder ?? join(project.root, ".anew", "state")),
      passphrase: passphrase ?? passphraseFromEnvironment(process.env, (file) => readFileSync(file, "utf8")),
      providers: providers ?? {},
    });
  }
}

/** A stack's own name: `dev`, `organization/dev` and `organization/<project>/dev` are the same. */
function stackName(given: string, project: string): string {
  const parts = given.split("/");
  const name = parts.at(-1)!;
  const [organization, owner] = parts.length > 1 ? parts : ["organization"];
  if (parts.length > 3 || organization !== "organization" || (parts.length === 3 && owner !== project)) {
    throw new Error(`stack: got "${given}", expected a name, or organization/${project}/<name>`);
  }
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(name)) {
    throw new Error(
      `stack: got "${given}", expected 1 to 100 letters, digits, hyphens, underscores and periods`,
    );
  }
  return name;
}
