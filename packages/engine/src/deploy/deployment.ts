import { change } from "../state/resource-state";
import { STACK_TYPE, urnQualifiedType } from "../urn";
import { equal, type PropertyMap } from "../values";
import { deleteRest } from "./delete-rest";
import { Executor } from "./executor";
import type { Goal } from "./goal";
import { Planner } from "./planner";
import type { Planned } from "./planning";
import type { ReadRequest } from "./read-request";
import { dropMissing } from "./rebuilt-base";
import { refreshRest } from "./refresh-rest";
import type { RunContext } from "./run-context";
import { Serial } from "./serial";
import { withoutDependentsOfFailed } from "./skip-dependents";
import type { Registered, Step } from "./step";
import { checkTargets } from "./targets/check-targets";

/** One preview or update while its program runs: takes registrations, and at the end the deletions. */
export class Deployment {
  readonly executor: Executor;
  private readonly planner: Planner;
  private readonly serial = new Serial();
  private stackOutputs: { urn: string; outputs: PropertyMap } | undefined;
  private stopListeners: (() => void)[] = [];
  private error: Error | undefined;

  constructor(private readonly run: RunContext) {
    this.planner = new Planner(run);
    this.executor = new Executor(run, this.planner.record.deletes, () => {
      for (const listener of this.stopListeners.splice(0)) listener();
    });
  }

  /** Resolves when no further registration is taken. */
  stopped(): Promise<void> {
    if (this.executor.stopped) return Promise.resolve();
    return new Promise((resolve) => this.stopListeners.push(resolve));
  }

  /** Lets the steps under way end and begins no others. */
  stop(): void {
    this.executor.stop();
  }

  /** Fails the run. */
  fail(error: Error): void {
    if (error.name !== "Bail") this.run.diagnostics.error("", error.message);
    this.error ??= error;
    this.stop();
  }

  /** Resolves when the resource is as the program wants it; never, when the run stops before. */
  register(goal: Goal): Promise<Registered> {
    return this.answered(async (done) => this.begin(await this.planner.register(goal, done)));
  }

  /** Resolves when the resource was read; never, when the run stops before. */
  read(request: ReadRequest): Promise<Registered> {
    return this.answered(async (done) => this.begin(this.planner.read(request, done)));
  }

  /** Records what a component, or the program itself, puts out. */
  async registerOutputs(urn: string, outputs: PropertyMap): Promise<void> {
    await this.serial.run(async () => {
      if (urnQualifiedType(urn) === STACK_TYPE) this.stackOutputs = { urn, outputs };
      else await this.finishRegistration(urn, outputs);
    });
  }

  /** Deletes what is to be deleted, unless something has failed. */
  async finish(): Promise<void> {
    if (this.executor.stopped) return;
    await this.serial.run(async () => {
      // A deletion waits for every creation and update, because any failure cancels it.
      const { executor, planner, run } = this;
      await executor.idle();
      if (executor.stopped) return;
      if (run.options.mode === "refresh") await refreshRest(planner, executor);
      else if (run.base.resources.length > 0) await deleteRest(planner, executor);
      checkTargets(run.options.selection.targets, run.base, run.diagnostics, planner.record.registered);
    });
  }

  /** Waits for what is under way and writes the last of the state. */
  async close(): Promise<void> {
    const { journal, options } = this.run;
    await this.executor.idle();
    if (this.stackOutputs) await this.finishStack(this.stackOutputs);
    if (options.preview) return;
    // Refreshed resources may be gone, while others still name them.
    if (this.planner.record.refreshes.size > 0) {
      dropMissing(journal.snapshot().resources);
      journal.elide();
    }
    await journal.close();
  }

  /** Why the run has failed; undefined when it has not. */
  failure(): Error | undefined {
    const [failed] = this.run.log.failures;
    if (this.error) return this.error;
    if (failed) return new Error(failed.message);
    if (this.run.hooks.failure) return this.run.hooks.failure;
    if (this.planner.record.sawError)
      return new Error(this.run.diagnostics.errors[0] ?? "the run has failed");
    return undefined;
  }

  private answered(plan: (done: (result: Registered) => void) => Promise<void>): Promise<Registered> {
    return new Promise((resolve) => {
      void this.serial
        .run(async () => {
          if (!this.executor.stopped) await plan(resolve);
        })
        .catch((error: Error) => this.fail(error));
    });
  }

  private async begin({ steps, next }: Planned): Promise<void> {
    const possible = withoutDependentsOfFailed(this.planner.record, this.executor.errored, steps);
    if (!next) {
      if (possible.length > 0) await this.executor.begin(possible);
      return;
    }
    if (possible.length < steps.length) return;
    const { ended } = await this.executor.begin(possible);
    const proceed = async () => {
      if (!(await ended) || this.executor.stopped) return;
      await this.serial.run(async () => this.begin(await next()));
    };
    // Not awaited: the steps may be slow, and other registrations are decided meanwhile.
    void proceed().catch((error: Error) => this.fail(error));
  }

  private async finishRegistration(urn: string, outputs: PropertyMap): Promise<void> {
    const step = this.executor.pending.get(urn);
    if (!step?.new) throw new Error(`cannot complete a resource '${urn}' whose registration isn't pending`);
    this.executor.pending.delete(urn);
    // A component that is not created because it is no target has outputs all the same.
    if (step.op === "same" && step.skipped) return;
    const changed = !equal(step.old?.outputs ?? {}, outputs);
    change(step.new, { outputs });
    if (!step.new.custom) await this.afterComponent(step);
    if (this.run.hooks.failure && !this.run.options.continueOnError) this.stop();
    if (this.run.options.preview) return;
    if (changed) await this.run.journal.save();
    else this.run.journal.elide();
  }

  /** A component is complete with its outputs, so its after hooks run here. */
  private async afterComponent(step: Step): Promise<void> {
    const { hooks } = this.run;
    const state = step.new!;
    const news = { new: state, newInputs: state.inputs, newOutputs: state.outputs ?? {} };
    if (step.op === "create" || step.op === "create-replacement" || step.op === "replace") {
      if (step.op !== "replace") await hooks.after({ kind: "AfterCreate", ...news });
    } else if (step.op === "update") {
      const { old } = step;
      await hooks.after({
        kind: "AfterUpdate",
        ...news,
        old,
        oldInputs: old.inputs,
        oldOutputs: old.outputs ?? {},
      });
    }
  }

  /** A failed run keeps the stack's old outputs beside those that the program still computed. */
  private async finishStack({ urn, outputs }: { urn: string; outputs: PropertyMap }): Promise<void> {
    if (!this.executor.pending.has(urn)) return;
    const olds = this.run.base.find(urn)?.outputs ?? {};
    await this.finishRegistration(urn, this.failure() ? { ...olds, ...outputs } : outputs);
  }
}
