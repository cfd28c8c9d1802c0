import { say } from "./say";

type Closer = () => Promise<void>;

const closers: { readonly what: string; readonly close: Closer }[] = [];
let closing: Promise<void> | undefined;

/** Registers what has to be undone at the end, whatever happens. The last one registered is undone first. */
export function onEnd(what: string, close: Closer): void {
  closers.push({ what, close });
}

/** Undoes everything once; a second call waits for the first. */
export function end(): Promise<void> {
  closing ??= closeAll();
  return closing;
}

/** Runs a program's main function and ends the process with its exit code after everything has been undone: also after an error or a signal. */
export function main(body: () => Promise<number>): void {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.on(signal, () => {
      if (closing === undefined) say(`${signal}: cleaning up`);
      void end().then(() => process.exit(code));
    });
  }
  const stop = (code: number): void => void end().then(() => process.exit(code));
  const failed = (error: unknown): void => {
    if (closing === undefined) say(describe(error));
    stop(1);
  };
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", failed);
  // Nobody reads any more, as after `| head`: there is no one to tell it to.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => stop(1));
  body().then(stop, failed);
}

function describe(error: unknown): string {
  // An expected problem is told in its own words, without a stack.
  if (error instanceof SetupError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Something that the person who runs this can put right; its message says how. */
export class SetupError extends Error {}

async function closeAll(): Promise<void> {
  for (const { what, close } of closers.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      say(`could not undo "${what}": ${(error as Error).message}`);
    }
  }
}
