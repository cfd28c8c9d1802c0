/** A value of a template's variable, as JSON says it. */
type VariableValue =
  | string
  | number
  | boolean
  | readonly VariableValue[]
  | { readonly [name: string]: VariableValue };

/**
 * What decides a machine image's content. All of it is plain, because the hash is known at construction. Paths but for
 * `context` and the sources of `extraFiles` are relative to the context, where Packer runs.
 */
interface MachineContentArgs {
  /**
   * The folder with everything that the template reads and uploads: scripts, files, playbooks, roles. All of it is in the
   * hash, but for what its `.packerignore` excludes (written as a `.dockerignore`). Packer runs in a copy of it that holds
   * nothing else. Relative to the program's folder.
   */
  readonly context: string;
  /**
   * The template: a `.pkr.hcl` or `.pkr.json` file, a folder of them, or a JSON template of the old kind.
   * @default the context itself, as a folder of `.pkr.hcl` files
   */
  readonly template?: string;
  /** Values of the template's variables. They are hashed: pass nothing secret here, see `secretVariables`. @default none */
  readonly variables?: Readonly<Record<string, VariableValue>>;
  /** Files with values of variables, in Packer's order: a later one wins. @default none */
  readonly varFiles?: readonly string[];
  /**
   * Files and folders from outside of the context, by the place that they get in it: `{ "roles/common": "../roles/common" }`.
   * The sources are relative to the program's folder. @default none
   */
  readonly extraFiles?: Readonly<Record<string, string>>;
  /** The one source to build of a template with several, as `packer build -only` takes it: `amazon-ebs.web`. @default the only one */
  readonly only?: string;
}

export type { MachineContentArgs, VariableValue };
