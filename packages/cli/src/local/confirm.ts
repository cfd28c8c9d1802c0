import { createInterface } from "node:readline";
import { EXIT, ExitError } from "./exit-code.js";
import type { Operation } from "./options.js";

const WHAT: Readonly<Record<Exclude<Operation, "preview">, string>> = {
  up: "update",
  destroy: "destroy",
  refresh: "refresh",
};

/** Refuses to act when nobody can be asked and nobody said yes. */
export function unconfirmed(): ExitError {
  return new ExitError(
    "--yes or --skip-preview must be passed in to proceed when running in non-interactive mode",
    EXIT.unconfirmed,
  );
}

/**
 * Asks whether to go on.
 * @param details - shows more of the preview
 * @throws ExitError when the answer is no, or none comes
 */
export async function confirm(
  operation: Exclude<Operation, "preview">,
  details: () => void,
  streams: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream } = {
    input: process.stdin,
    output: process.stdout,
  },
): Promise<void> {
  const what = WHAT[operation];
  const note =
    operation === "refresh" ? "No resources are changed by a refresh, only the state of the stack.\n" : "";
  for (;;) {
    const answer = await ask(
      `${note}Do you want to perform this ${what}? yes, no or details (no): `,
      streams,
    );
    if (answer === undefined)
      throw new ExitError(`confirmation cancelled, not proceeding with the ${what}`, EXIT.failed);
    if (/^y(es)?$/i.test(answer)) return;
    if (/^d(etails)?$/i.test(answer)) details();
    else if (/^(no?)?$/i.test(answer)) {
      throw new ExitError(`confirmation declined, not proceeding with the ${what}`, EXIT.failed);
    }
  }
}

/** One line of the user; undefined at the end of the input and on ^C. */
function ask(
  question: string,
  streams: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
): Promise<string | undefined> {
  const line = createInterface({ ...streams, terminal: true });
  return new Promise((resolve) => {
    line.once("SIGINT", () => line.close());
    line.once("close", () => resolve(undefined));
    line.question(question, (answer) => {
      resolve(answer.trim());
      line.close();
    });
  });
}
