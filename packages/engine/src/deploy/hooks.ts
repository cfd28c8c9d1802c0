import type { HookKind, ResourceState } from "../state/resource-state";
import type { PropertyMap } from "../values";
import type { Diagnostics } from "./diagnostics";

/** What a hook is told. */
export interface HookCall {
  readonly kind: HookKind;
  readonly old?: ResourceState;
  readonly new?: ResourceState;
  readonly newInputs?: PropertyMap;
  readonly oldInputs?: PropertyMap;
  readonly newOutputs?: PropertyMap;
  readonly oldOutputs?: PropertyMap;
}

/** What an error hook is told in addition. */
export interface Failure {
  readonly operation: "create" | "update" | "delete";
  /** All messages so far, newest first. */
  readonly messages: readonly string[];
}

/** A hook that the program registered. */
export type Hook =
  | {
      readonly kind: "resource";
      readonly onDryRun: boolean;
      /** A failure is a warning. */
      readonly ignoreErrors: boolean;
      run(call: HookCall): Promise<void>;
    }
  | { readonly kind: "error"; run(call: HookCall, failure: Failure): Promise<boolean> };

/** How often an operation is tried when an error hook keeps asking for it. */
export const MAX_ERROR_HOOK_TRIES = 100;

/** The hooks of a run by name, and when they run. */
export class HookRunner {
  private readonly hooks = new Map<string, Hook>();
  /** The first failure of an after hook: the step stands, but the run has failed. */
  failure: Error | undefined;

  constructor(
    private readonly preview: boolean,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** @throws Error when the name is empty or taken */
  register(name: string, hook: Hook): void {
    if (name === "") throw new Error("resource hook name cannot be empty");
    if (this.hooks.has(name)) throw new Error(`resource hook already registered for name "${name}"`);
    this.hooks.set(name, hook);
  }

  /** @throws Error when a before hook fails, or a hook that the state names is not registered */
  async before(call: HookCall): Promise<void> {
    await this.run(call, "before");
  }

  /** Runs hooks after a step: a failure is told and fails the run at its end, but not the step. */
  async after(call: HookCall): Promise<void> {
    try {
      await this.run(call, "after");
    } catch (error) {
      this.diagnostics.error(subject(call).urn, (error as Error).message);
      this.failure ??= error as Error;
    }
  }

  /** Repeats an operation as long as it fails and an error hook asks for another try. */
  async withRetries<T>(call: HookCall, operation: Failure["operation"], run: () => Promise<T>): Promise<T> {
    const names = subject(call).hooks.OnError ?? [];
    const messages: string[] = [];
    for (;;) {
      try {
        return await run();
      } catch (error) {
        messages.unshift((error as Error).message);
        if (names.length === 0) throw error;
        if (messages.length >= MAX_ERROR_HOOK_TRIES) {
          const limit = `maximum number of error hook retries (${MAX_ERROR_HOOK_TRIES}) reached`;
          this.diagnostics.warning(subject(call).urn, limit);
          throw new Error("maximum number of error hook retries reached");
        }
        if (!(await this.asksForRetry(names, call, { operation, messages }))) throw error;
        const count = `${messages.length}/${MAX_ERROR_HOOK_TRIES}`;
        this.diagnostics.warning(
          subject(call).urn,
          `retrying ${operation} due to on-error hook request (${count})`,
        );
      }
    }
  }

  private async asksForRetry(names: readonly string[], call: HookCall, failure: Failure): Promise<boolean> {
    let retry = false;
    for (const name of names) {
      const hook = this.hooks.get(name);
      if (hook?.kind !== "error") {
        throw new Error(`error hooks execution failed: error hook "${name}" was not registered`);
      }
      const answer = await hook.run(call, failure).catch((error: Error) => {
        throw new Error(`error hooks execution failed: error hook "${name}" failed: ${error.message}`);
      });
      retry = answer || retry;
    }
    return retry;
  }

  private async run(call: HookCall, when: "before" | "after"): Promise<void> {
    for (const name of subject(call).hooks[call.kind] ?? []) {
      const hook = this.hooks.get(name);
      if (hook?.kind !== "resource") throw new Error(`hook "${name}" was not registered`);
      if (this.preview && !hook.onDryRun) continue;
      try {
        await hook.run(call);
      } catch (error) {
        const { message } = error as Error;
        if (!hook.ignoreErrors) throw new Error(`${when} hook "${name}" failed: ${message}`);
        this.diagnostics.warning(subject(call).urn, `${call.kind} hook "${name}" failed: ${message}`);
      }
    }
  }
}

/** Whose hooks run: the new state's, or the old one's of a deletion. */
function subject(call: HookCall): ResourceState {
  const state = call.new ?? call.old;
  if (!state) throw new Error("a hook needs a resource");
  return state;
}
