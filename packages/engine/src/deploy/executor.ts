import { PartialFailure } from "../partial-failure";
import { isDefaultProvider } from "../provider-reference";
import { change } from "../state/resource-state";
import { equal } from "../values";
import { applyStep, ProtectedError } from "./apply-step";
import { Crash, type CrashPoint } from "./crash";
import { Bail } from "./diagnostics";
import { Places } from "./places";
import { recordEnd, recordStart } from "./record-step";
import type { RunContext } from "./run-context";
import { withSecretOutputs } from "./secret-outputs";
import type { ReadStep, Step } from "./step";
import { describeStep } from "./step-description";

/** Does steps, several at once, and keeps the state true at each moment. */
export class Executor {
  /** The failed steps after which the run goes on. */
  readonly errored: Step[] = [];
  /** Registered, outputs still to come. */
  readonly pending = new Map<string, Step>();
  private readonly places: Places;
  private readonly running = new Set<Promise<unknown>>();
  private stopping = false;

  constructor(
    private readonly run: RunContext,
    private readonly condemned: ReadonlySet<string>,
    /** Called once when no further step may begin. */
    private readonly onStop: () => void,
    /** Whether a failed step stops no other. */
    private readonly ignoreErrors = false,
  ) {
    this.places = new Places(run.options.parallel);
  }

  get stopped(): boolean {
    return this.stopping;
  }

  /** Whether a step is under way. */
  get busy(): boolean {
    return this.running.size > 0;
  }

  /** No further step begins; those under way end by themselves. */
  stop(): void {
    if (this.stopping) return;
    this.stopping = true;
    this.onStop();
    this.places.open();
  }

  /**
   * Begins a chain of steps as soon as a place is free; the promise of the promise is the end of the chain, and whether
   * all of it was done.
   */
  async begin(steps: readonly Step[]): Promise<{ ended: Promise<boolean> }> {
    await this.places.take();
    const ended = this.chain(steps).finally(() => this.places.leave());
    this.running.add(ended);
    void ended.finally(() => this.running.delete(ended));
    return { ended };
  }

  /** Does steps that do not need each other, and resolves when all of them have ended. */
  async atOnce(steps: readonly Step[]): Promise<void> {
    const ends: Promise<boolean>[] = [];
    for (const step of steps) ends.push((await this.begin([step])).ended);
    await Promise.all(ends);
  }

  /** Resolves when no step is under way. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled([...this.running]);
  }

  private async chain(steps: readonly Step[]): Promise<boolean> {
    for (const step of steps) {
      if (this.stopping) return false;
      const error = await this.execute(step);
      if (error) {
        this.fail(step, error, steps);
        return false;
      }
      if (this.run.hooks.failure && !this.run.options.continueOnError) this.stop();
    }
    return true;
  }

  private fail(step: Step, error: Error, chain: readonly Step[]): void {
    if (this.ignoreErrors) return;
    // Nothing was done to a protected resource, so the rest may go on.
    if (!this.run.options.continueOnError && !(error instanceof ProtectedError)) {
      this.stop();
      return;
    }
    this.errored.push(step);
    // Also where it was a deletion before a replacement; there the real engine lets the program wait for ever.
    for (const { done, new: state } of chain) if (state) done?.({ state, failure: "failed" });
  }

  private async execute(step: Step): Promise<Error | undefined> {
    const { run } = this;
    const { op, urn } = step;
    const internal = isInternal(step);
    const { listener } = run.diagnostics;
    const begin = performance.now();
    // What a refresh with the program does to components is shown to nobody, but is a step like others.
    if (!internal || (op === "refresh" && !isDefaultProvider(urn))) run.log.started.push({ op, urn });
    const describe = () => describeStep(step);
    listener({ kind: "step-start", op, urn, internal, describe });
    const crash = run.options.crash?.begins(step);
    let error: Error | undefined;
    try {
      await recordStart(run, step);
      this.crashIfAsked(crash, "before");
      await applyStep(run, step, this.condemned);
      this.crashIfAsked(crash, "after");
    } catch (caught) {
      error = caught instanceof Error ? caught : new Error(String(caught));
    }
    if (!error && step.logical && step.new) this.pending.set(urn, step);
    this.settle(step);
    try {
      await recordEnd(run, step, !error || error instanceof PartialFailure);
    } catch (caught) {
      error ??= caught as Error;
    }
    const milliseconds = performance.now() - begin;
    listener({
      kind: "step-end",
      op,
      urn,
      internal,
      milliseconds,
      describe,
      ...(error ? { error: error.message } : {}),
    });
    if (error) {
      if (!(error instanceof Bail)) this.report(internal ? "" : urn, error);
      run.log.failures.push({ op, urn, message: error.message });
      return error;
    }
    if (!internal && counts(step)) run.log.count(step.op === "refresh" ? step.refreshed.result : op);
    if (step.new) {
      const unknown = step.op === "same" && step.skipped === true;
      step.done?.({ state: step.new, ...(unknown ? { unknown } : {}) });
    }
    return undefined;
  }

  private crashIfAsked(crash: CrashPoint | undefined, when: CrashPoint["when"]): void {
    if (crash?.when !== when) return;
    this.run.journal.freeze();
    this.stop();
    throw new Crash(crash);
  }

  private report(urn: string, error: Error): void {
    const reasons = error instanceof PartialFailure ? error.reasons : [];
    const list = reasons.length > 0 ? `\n* ${reasons.join("\n* ")}` : "";
    this.run.diagnostics.error(urn, `${error.message}${list}`);
  }

  private settle(step: Step): void {
    const state = step.op === "refresh" ? step.refreshed.state : step.new;
    if (!state || step.op === "replace") return;
    const outputs = state.outputs && withSecretOutputs(state, state.outputs);
    if (outputs && outputs !== state.outputs) change(state, { outputs });
    const isRead = step.op === "read" || step.op === "read-replacement";
    if (step.op !== "refresh") (isRead ? this.run.reads : this.run.news).set(state.urn, state);
  }
}

function isInternal(step: Step): boolean {
  if (step.op === "refresh" && step.internal) return true;
  return step.op === "remove-pending-replace" || isDefaultProvider(step.urn);
}

function counts(step: Step): boolean {
  if (step.op === "refresh") return step.counts;
  return step.logical && (step.op !== "read" || readCounts(step));
}

function readCounts(step: ReadStep): boolean {
  const { old } = step;
  if (!old) return true;
  return old.id !== step.new.id || !equal(old.outputs ?? {}, step.new.outputs ?? {});
}
