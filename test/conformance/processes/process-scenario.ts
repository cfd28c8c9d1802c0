import type { Command, Outcome } from "../scenario";

/** Something that is done to a run from outside. */
export type Blow =
  /** SIGKILL to the engine. */
  | "kill"
  /** SIGINT to the engine, and then its acknowledgement is waited for. */
  | "interrupt"
  /** SIGINT to an engine that was interrupted already, and then its end is waited for. */
  | "interrupt again"
  /** SIGKILL to the process that holds: a provider's, or the program's. */
  | "kill the holder"
  /** SIGKILL to the program. */
  | "kill the program"
  /** The engine's end is waited for. */
  | "wait for the end"
  /** What holds may go on. */
  | "release";

/** A command in a process of its own. */
export interface ProcessCommand extends Omit<Command, "run"> {
  readonly run: Command["run"] | "cancel";
  /**
   * Where the run is held up: `create-a` when the provider was asked to create a, or a name that the program passes to
   * `held`.
   */
  readonly hold?: string;
  /** What is done while it is. What holds is released at the end in any case. */
  readonly blows?: readonly Blow[];
}

/** A scenario whose engine, program and provider run in processes of their own. */
export interface ProcessScenario {
  readonly name: string;
  /** The body of the program, as in `Scenario`, with `held(name)` in scope; or its whole files by name. */
  readonly program: string | Readonly<Record<string, string>>;
  readonly commands: readonly ProcessCommand[];
  /** As in `Scenario`. */
  readonly unordered?: boolean;
}

/** What a command in a process did. */
export interface ProcessOutcome extends Omit<Outcome, "ok"> {
  /** Empty for a killed engine, which cannot tell. */
  readonly steps: readonly string[];
  /** The exit code, or the signal that ended it. */
  readonly exit: number | string;
  /** The state after the command. */
  readonly state: unknown;
}

/** What a whole scenario did. */
export interface ProcessRecording {
  /** As in `Recording`. */
  readonly cli?: string;
  readonly outcomes: readonly ProcessOutcome[];
}
