import type { Deployment } from "./order";

/**
 * One command on the scenario's stack, with the flags of the same names. Targets are URNs, or patterns as the CLI takes
 * them (`**::a` is the resource a).
 */
export interface Command {
  readonly run: "preview" | "up" | "destroy" | "refresh";
  /** Configuration of the program, `conformance:<key>`; it holds from here on. */
  readonly config?: Readonly<Record<string, string>>;
  /** Configuration that is secret. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly target?: readonly string[];
  readonly targetDependents?: boolean;
  readonly exclude?: readonly string[];
  readonly excludeDependents?: boolean;
  /** Preview and up. */
  readonly replace?: readonly string[];
  /** Up and destroy. */
  readonly continueOnError?: boolean;
  /** Up and preview with `refresh`, destroy and refresh always. */
  readonly runProgram?: boolean;
  /** Every command but refresh itself. */
  readonly refresh?: boolean;
  /** Destroy and refresh. */
  readonly previewOnly?: boolean;
  /** Refresh. */
  readonly clearPendingCreates?: boolean;
  /** Every command but refresh. */
  readonly ignoreProtect?: boolean;
  /** Destroy. */
  readonly excludeProtected?: boolean;
  /** @default 1, so that the order is fixed */
  readonly parallel?: number;
}

/**
 * A small program and what is done with it. The program is the body of an async function in JavaScript, with
 * `pulumi`, `Logged` (a dynamic resource that notes what is done to it), the resources of the test plugins (see
 * plugins/resources.js), `config` and `step` (the number of the command, from 1) in scope; it returns the stack's
 * outputs.
 */
export interface Scenario {
  readonly name: string;
  readonly program: string;
  readonly commands: readonly Command[];
  /**
   * Whether resources that do not depend on each other take part: in which order a program registers these is not
   * fixed, so the steps are compared as a set, and their order by what needs what. @default false
   */
  readonly unordered?: boolean;
  /** Whether the states are compared with their providers, nulls and empty lists, too. @default false */
  readonly wholeState?: boolean;
}

/** What one command did. */
export interface Outcome {
  /** `<op> <name>` in the order in which the steps began. */
  readonly steps: readonly string[];
  /** What the provider was asked to do. */
  readonly effects: readonly string[];
  readonly ok: boolean;
}

/** What a whole scenario did. */
export interface Recording {
  /** The version of the Pulumi CLI that did it; the recordings without one are of 3.260.0. */
  readonly cli?: string;
  readonly outcomes: readonly Outcome[];
  /** The state at the end, without what differs from run to run. */
  readonly state: unknown;
}

/** A recording, with the deployment after each command. */
export interface Run extends Recording {
  readonly deployments: readonly Deployment[];
}

/** An up for each value of `value`. */
export function ups(...values: readonly string[]): Command[] {
  return values.map((value) => ({ run: "up", config: { value } }));
}
