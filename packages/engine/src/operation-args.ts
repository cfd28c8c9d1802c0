import type { EventListener } from "./events";
import type { ConfigInput } from "./program/config";

/** What every operation on a stack takes. */
export interface RunArgs {
  /** Configuration over that of the stack's file. @default none */
  readonly config?: ConfigInput;
  /** How many steps may be under way at once. @default DEFAULT_PARALLEL */
  readonly parallel?: number;
  /** Is told each thing as it happens. */
  readonly onEvent?: EventListener;
  /** Lets the steps under way end and begins no others. */
  readonly signal?: AbortSignal;
}

/**
 * Which resources an operation is about. A pattern is a URN, or one with wildcards: `*` stands for any characters but a
 * colon, `**` for any at all, so that `**::web` is every resource named "web". A URN that nothing has fails the
 * operation; a pattern that matches nothing does not.
 */
export interface SelectionArgs {
  /** Only these. @default all */
  readonly target?: readonly string[];
  /** Also what depends on the targets, directly or not. @default false */
  readonly targetDependents?: boolean;
  /** All but these. Not together with `target`. @default none */
  readonly exclude?: readonly string[];
  /** Excludes what depends on the excluded ones, too. @default false */
  readonly excludeDependents?: boolean;
}

/** What a preview takes. */
export interface PreviewArgs extends RunArgs, SelectionArgs {
  /** These are replaced although nothing of them has changed; patterns as in `target`. @default none */
  readonly replace?: readonly string[];
  /** First corrects the state by what is really there. @default false */
  readonly refresh?: boolean;
  /** With `refresh`: refreshes what the program registers, as it does so, with its providers. @default false */
  readonly runProgram?: boolean;
  /** Treats protected resources like others. @default false */
  readonly ignoreProtect?: boolean;
}

/** What an up takes. */
export interface UpArgs extends PreviewArgs {
  /** Goes on after a failed step with everything that does not depend on it; the update fails all the same. @default false */
  readonly continueOnError?: boolean;
}

/** What a destroy takes. */
export interface DestroyArgs extends RunArgs, SelectionArgs {
  /** Runs the program, for its providers' present settings and its delete hooks. @default false */
  readonly runProgram?: boolean;
  /** Only tells what would be deleted. @default false */
  readonly previewOnly?: boolean;
  /** First corrects the state by what is really there. @default false */
  readonly refresh?: boolean;
  /** Goes on after a failed deletion with everything that it does not need. @default false */
  readonly continueOnError?: boolean;
  /** Deletes protected resources like others. @default false */
  readonly ignoreProtect?: boolean;
  /** Leaves protected resources alone, and what they need. Not together with targets. @default false */
  readonly excludeProtected?: boolean;
}

/** What a refresh takes. */
export interface RefreshArgs extends RunArgs, SelectionArgs {
  /** Runs the program, for its providers' present settings. @default false */
  readonly runProgram?: boolean;
  /** Only tells what would change. @default false */
  readonly previewOnly?: boolean;
  /** Forgets the creations that an interrupted update noted. @default false */
  readonly clearPendingCreates?: boolean;
}
