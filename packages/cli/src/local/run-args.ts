import type { DestroyArgs, PreviewArgs, RefreshArgs, RunArgs, SelectionArgs, UpArgs } from "@anew/engine";
import { givenConfig } from "./config-options.js";
import { isSet } from "./environment.js";
import { EXIT, ExitError } from "./exit-code.js";
import type { RunOptions } from "./options.js";

/** What every operation is told. @throws ExitError on options that do not go together or cannot be read */
export function commonArgs(options: RunOptions): RunArgs & SelectionArgs {
  const {
    parallel,
    target = [],
    targetReplace = [],
    targetDependents,
    exclude = [],
    excludeDependents,
  } = options;
  const targets = [...target, ...targetReplace];
  if (targets.length > 0 && exclude.length > 0) {
    throw new ExitError("--target and --exclude cannot be used together: give one of them", EXIT.failed);
  }
  return {
    config: givenConfig(options),
    ...(parallel === undefined ? {} : { parallel }),
    ...(targets.length > 0 ? { target: targets } : {}),
    ...(exclude.length > 0 ? { exclude } : {}),
    targetDependents: targetDependents === true,
    excludeDependents: excludeDependents === true,
  };
}

/** What a preview or an update is told. */
export function upArgs(options: RunOptions): PreviewArgs & UpArgs {
  const { replace = [], targetReplace = [] } = options;
  const replaces = [...replace, ...targetReplace];
  return {
    ...commonArgs(options),
    ...(replaces.length > 0 ? { replace: replaces } : {}),
    ...(options.refresh === undefined ? {} : { refresh: options.refresh }),
    runProgram: runsProgram(options),
    ignoreProtect: options.ignoreProtect === true,
    continueOnError: continues(options),
  };
}

/** What a destruction is told. */
export function destroyArgs(options: RunOptions, previewOnly: boolean): DestroyArgs {
  return {
    ...commonArgs(options),
    previewOnly,
    ...(options.refresh === undefined ? {} : { refresh: options.refresh }),
    runProgram: runsProgram(options),
    ignoreProtect: options.ignoreProtect === true,
    excludeProtected: options.excludeProtected === true,
    continueOnError: continues(options),
  };
}

/** What a refresh is told. */
export function refreshArgs(options: RunOptions, previewOnly: boolean): RefreshArgs {
  return {
    ...commonArgs(options),
    previewOnly,
    runProgram: runsProgram(options),
    clearPendingCreates: options.clearPendingCreates === true,
  };
}

function continues({ continueOnError }: RunOptions): boolean {
  return continueOnError ?? isSet("PULUMI_CONTINUE_ON_ERROR");
}

function runsProgram({ runProgram }: RunOptions): boolean {
  return runProgram ?? isSet("PULUMI_RUN_PROGRAM");
}
