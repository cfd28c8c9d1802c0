import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { ProgramSettings } from "./settings";

/** A program that runs against the engine. */
export interface Program {
  /** The folder that relative paths start from. */
  readonly folder: string;
  /** Whether it shares this process, so that it cannot be ended from outside. @default false */
  readonly inProcess?: boolean;
  /** Starts the program. */
  start(settings: ProgramSettings, connection: EngineConnection, log: ProgramLog): Promise<RunningProgram>;
  /** What the user can do about what the program failed with; undefined when nothing is known. */
  hint?(errors: readonly string[]): string | undefined;
}

/** How a program reaches the engine. */
export interface EngineConnection {
  /** Starts to listen, the first time, and returns the address. */
  address(): Promise<string>;
  readonly monitor: UntypedServiceImplementation;
  readonly engine: UntypedServiceImplementation;
}

/** Where a program's own printing goes. */
export type ProgramLog = (line: string, stream: "stdout" | "stderr") => void;

export interface RunningProgram {
  /** Resolves when it is over; with the reason, when it failed. */
  readonly ended: Promise<ProgramEnd>;
  /** Ends it, whatever it is doing. */
  kill(): void;
}

export interface ProgramEnd {
  /** Absent when the program succeeded. */
  readonly error?: string;
  /** Whether the reason was told through the engine's log already. */
  readonly reported: boolean;
}
