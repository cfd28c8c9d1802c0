import { Deployment } from "./deploy/deployment";
import { Diagnostics } from "./deploy/diagnostics";
import { HookRunner } from "./deploy/hooks";
import { refreshBase } from "./deploy/refresh";
import { BaseState, type RunContext, type RunOptions } from "./deploy/run-context";
import { StepLog } from "./deploy/step-log";
import { checkTargets } from "./deploy/targets/check-targets";
import type { EventListener } from "./events";
import type { IdleNotice } from "./program/idle-notice";
import type { Program } from "./program/program";
import type { ProgramSettings } from "./program/settings";
import { type ProviderLoader, ProviderRegistry } from "./providers/registry";
import type { RunResult } from "./result";
import { EngineService } from "./rpc/engine-service";
import { EngineServer } from "./rpc/server";
import { Answers } from "./rpc/unary";
import { refuseDeleteHooks, refuseMissing, warnAboutPending } from "./run-checks";
import { runProgram } from "./run-program";
import type { Snapshot } from "./state/checkpoint";
import type { Journal } from "./state/journal";
import { STACK_TYPE } from "./urn";

/** What one run needs. */
export interface RunParts {
  readonly settings: ProgramSettings;
  readonly options: RunOptions;
  /** Whether the state is corrected by what is really there: before everything else, or as all that is done. */
  readonly refresh: "no" | "before" | "only";
  readonly base: Snapshot;
  /** Where the changes to a state are kept. */
  journal(base: Snapshot): Journal;
  readonly listener: EventListener;
  /** Absent when the program says nothing about what is done. */
  readonly program?: Program;
  /** Makes the loader of providers; plugins are told the engine's address. */
  loader(engineAddress: () => Promise<string>, context: LoaderContext): ProviderLoader;
  /** Resolves when the user asks to stop. */
  readonly interrupted: Promise<void>;
}

export interface LoaderContext {
  readonly diagnostics: Diagnostics;
  readonly news: RunContext["news"];
  readonly reads: RunContext["reads"];
}

/** Does one preview, update, destruction or refresh from its beginning to its end. */
export async function runOnce(parts: RunParts): Promise<RunResult> {
  const { settings, options, base } = parts;
  const idle: { notice?: IdleNotice } = {};
  const listener: EventListener = (event) => {
    idle.notice?.touch();
    parts.listener(event);
  };
  const diagnostics = new Diagnostics(listener);
  const answers = new Answers();
  const server = new EngineServer();
  const engine = new EngineService(diagnostics, answers).service();
  server.addEngine(engine);
  const news: RunContext["news"] = new Map();
  const reads: RunContext["reads"] = new Map();
  const registry = new ProviderRegistry(parts.loader(() => server.address(), { diagnostics, news, reads }));
  const run: RunContext = {
    place: { project: settings.project, stack: settings.stack },
    options,
    base: new BaseState(base),
    registry,
    diagnostics,
    journal: parts.journal(base),
    hooks: new HookRunner(options.preview, diagnostics),
    log: new StepLog(),
    news,
    reads,
  };
  let interrupted = false;
  void parts.interrupted.then(() => {
    interrupted = true;
    registry.cancel();
  });
  try {
    const { context, error } = await beforeProgram(parts, run);
    if (error || parts.refresh === "only") {
      if (!options.preview) await context.journal.close();
      return resultOf(parts, context, error, interrupted);
    }
    const deployment = new Deployment(context);
    void parts.interrupted.then(() => deployment.stop());
    await runProgram({ parts, run: context, deployment, answers, server, engine, idle });
    // A destruction without its program that was interrupted counts as done, odd as it is; so it does for the real
    // engine (seen with 3.259).
    return resultOf(parts, context, deployment.failure(), interrupted && parts.program !== undefined);
  } finally {
    answers.shutDown();
    await registry.close();
    server.close();
  }
}

/** Checks what is asked for, and refreshes. The context that comes back has the refreshed state. */
async function beforeProgram(
  parts: RunParts,
  run: RunContext,
): Promise<{ context: RunContext; error?: Error | undefined }> {
  const { options, base, refresh } = parts;
  const { diagnostics } = run;
  let context = run;
  try {
    refuseMissing(parts, run);
    if (!parts.program && refresh !== "only") refuseDeleteHooks(base, diagnostics);
    const demanded = base.resources.some((state) => state.refreshBeforeUpdate);
    if (refresh !== "no" || (demanded && !options.refreshRegistered)) {
      const scope = { onlyDemanded: refresh === "no", counts: refresh === "only" };
      const resources = await refreshBase(run, scope, parts.interrupted);
      const rebuilt = { ...base, resources };
      const journal = parts.journal(rebuilt);
      // What a killed refresh has found is lost.
      if (run.journal.frozen) journal.freeze();
      context = { ...run, base: new BaseState(rebuilt), journal };
    } else if (!options.preview && !options.refreshRegistered) warnAboutPending(base, diagnostics);
    const [failed] = run.log.failures;
    if (failed) return { context, error: new Error(failed.message) };
    checkTargets(options.replace, context.base, diagnostics);
    return { context };
  } catch (caught) {
    const error = caught as Error;
    if (error.name !== "Bail") diagnostics.error("", error.message);
    return { context, error };
  }
}

function resultOf(
  { options, refresh }: RunParts,
  run: RunContext,
  failure: Error | undefined,
  interrupted: boolean,
): RunResult {
  const states = refresh === "only" ? run.base.all() : run.news.values();
  const stack = [...states].find((state) => state.type === STACK_TYPE);
  const kind = options.preview ? "preview" : "update";
  const error = failure?.message ?? (interrupted ? `${kind} canceled` : undefined);
  return {
    steps: run.log.started,
    failures: run.log.failures,
    changeSummary: run.log.summary,
    outputs: stack?.outputs ?? {},
    ...(error === undefined ? {} : { error }),
  };
}
