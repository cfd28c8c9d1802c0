import type { Context } from "mocha";

const reasons = new WeakMap<object, string>();

/** Skips a test, or from a `before` hook its whole suite, and says why. */
export function skip(context: Context, reason: string): never {
  const runnable = context.test;
  if (runnable !== undefined) reasons.set(runnable, reason);
  // In a hook, the tests of the suite are what gets skipped.
  const inHook = runnable !== undefined && "type" in runnable && runnable.type === "hook";
  if (inHook && runnable.parent !== undefined) reasons.set(runnable.parent, reason);
  return context.skip();
}

/** Why a test was skipped: its own reason, or that of a suite around it. */
export function skipReason(test: Mocha.Test): string {
  for (let at: Mocha.Test | Mocha.Suite | undefined = test; at !== undefined; at = at.parent) {
    const reason = reasons.get(at);
    if (reason !== undefined) return reason;
  }
  return "no reason given";
}
