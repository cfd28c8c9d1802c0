import type { GivenConfig } from "@anew/engine";

/** What every `anew local` command takes. */
export interface LocalOptions {
  readonly cwd: string;
  readonly stack: string;
  readonly configFile?: string;
  readonly color?: "always" | "never" | "auto";
  readonly nonInteractive?: boolean;
  readonly json?: boolean;
}

/** What `preview`, `up`, `destroy` and `refresh` take; each of them only some. */
export interface RunOptions extends LocalOptions {
  readonly config?: readonly string[];
  readonly secret?: readonly string[];
  readonly configPath?: boolean;
  readonly parallel?: number;
  readonly message?: string;
  readonly expectNoChanges?: boolean;
  readonly target?: readonly string[];
  readonly targetDependents?: boolean;
  readonly targetReplace?: readonly string[];
  readonly exclude?: readonly string[];
  readonly excludeDependents?: boolean;
  readonly excludeProtected?: boolean;
  readonly replace?: readonly string[];
  readonly refresh?: boolean;
  readonly runProgram?: boolean;
  readonly ignoreProtect?: boolean;
  readonly continueOnError?: boolean;
  readonly clearPendingCreates?: boolean;
  readonly yes?: boolean;
  readonly skipPreview?: boolean;
  readonly previewOnly?: boolean;
  readonly diff?: boolean;
  readonly debug?: boolean;
  readonly showSames?: boolean;
  readonly showSecrets?: boolean;
  readonly suppressOutputs?: boolean;
  readonly suppressProgress?: boolean;
  readonly urns?: boolean;
}

/** A configuration as the engine takes it. */
export type GivenConfigs = Readonly<Record<string, GivenConfig>>;

/** What is done to a stack. */
export type Operation = "preview" | "up" | "destroy" | "refresh";
