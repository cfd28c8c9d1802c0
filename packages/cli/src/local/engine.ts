import { BUNDLED_PROVIDERS, LocalEngine, type LocalStack } from "@anew/engine";
import { EXIT, ExitError } from "./exit-code.js";
import type { LocalOptions } from "./options.js";

/** The stack that the options name. */
export function stackOf({ cwd, stack, configFile }: LocalOptions): LocalStack {
  const engine = new LocalEngine({ providers: BUNDLED_PROVIDERS });
  return engine.stack({ folder: cwd, stack, ...(configFile === undefined ? {} : { configFile }) });
}

/**
 * The same, which has to be there: only an update makes a stack.
 * @throws ExitError when there is none of that name
 */
export async function existingStackOf(options: LocalOptions): Promise<LocalStack> {
  const stack = stackOf(options);
  if (await stack.exists()) return stack;
  throw notFound(stack.name.stack);
}

export function notFound(name: string): ExitError {
  return new ExitError(
    `no stack named '${name}' found: an update makes it ("anew local up --stack ${name}")`,
    EXIT.stackNotFound,
  );
}
