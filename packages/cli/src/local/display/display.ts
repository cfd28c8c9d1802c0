import type { EngineEvent, RunResult } from "@anew/engine";
import type { Operation } from "../options.js";

/** Shows one run while it happens. */
export interface Display {
  event(event: EngineEvent): void;
  /** Says something that is about no resource. */
  say(line: string): void;
  /** Shows how the run ended. @param details - lines that come first */
  end(result: RunResult, details: readonly string[]): void;
  /** Leaves the terminal in order, whatever happened. */
  close(): void;
}

/** What is shown of a run. */
export interface View {
  readonly operation: Operation;
  readonly preview: boolean;
  readonly stack: string;
  readonly message?: string;
  readonly debug: boolean;
  readonly sames: boolean;
  readonly secrets: boolean;
  readonly outputs: boolean;
  readonly progress: boolean;
  readonly urns: boolean;
  readonly colors: boolean;
}

const DOING: Readonly<Record<Operation, readonly [preview: string, real: string]>> = {
  preview: ["Previewing update", "Previewing update"],
  up: ["Previewing update", "Updating"],
  destroy: ["Previewing destroy", "Destroying"],
  refresh: ["Previewing refresh", "Refreshing"],
};

/** The line above everything. */
export function heading({ operation, preview, stack, message }: View): string {
  const text = `${DOING[operation][preview ? 0 : 1]} (${stack}):`;
  return message === undefined ? text : `${text} ${message}`;
}
