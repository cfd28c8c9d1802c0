import { readFileSync, writeFileSync } from "node:fs";
import { parseJson } from "@anew/engine";
import { existingStackOf, notFound, stackOf } from "./engine.js";
import type { LocalOptions } from "./options.js";

/** Prints the state, or writes it to a file. */
export async function exportState(
  options: LocalOptions & { readonly file?: string; readonly showSecrets?: boolean },
): Promise<void> {
  const stack = await existingStackOf(options);
  const exported = await stack.export({ showSecrets: options.showSecrets ?? false });
  const text = `${JSON.stringify(exported, null, 4)}\n`;
  // Secrets may be in clear text: for the owner's eyes.
  if (options.file !== undefined) writeFileSync(options.file, text, { mode: 0o600 });
  else process.stdout.write(text);
}

/** Replaces the state. */
export async function importState(options: LocalOptions & { readonly file?: string }): Promise<void> {
  const stack = stackOf(options);
  const source = options.file ?? "the standard input";
  const exported = parseJson(readFileSync(options.file ?? 0, "utf8"), source);
  const warnings = await stack.import(exported, { source });
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
  process.stdout.write("Import complete.\n");
}

/** Removes the lock. */
export async function cancel(options: LocalOptions): Promise<void> {
  const stack = stackOf(options);
  const owners = await stack.cancel();
  if (owners.length === 0 && !(await stack.exists())) throw notFound(stack.name.stack);
  if (owners.length === 0) process.stdout.write("The stack is not locked.\n");
  for (const owner of owners) process.stdout.write(`Removed the lock of ${owner}.\n`);
}
