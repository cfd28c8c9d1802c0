import { REAL_CLOCK } from "../clock";
import type { RunOptions } from "./run-context";

/** The present, as the state notes it. */
export function timestamp({ clock = REAL_CLOCK }: Pick<RunOptions, "clock">): string {
  return new Date(clock.now()).toISOString();
}
