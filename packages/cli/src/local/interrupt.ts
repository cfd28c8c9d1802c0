import { EXIT } from "./exit-code.js";

/** What ends a run from outside, and how each is called. */
const SIGNALS = { SIGINT: "^C", SIGTERM: "SIGTERM", SIGHUP: "SIGHUP" } as const;

/** The signals of a run. */
export interface Interrupts {
  /** Aborted by the first one: what is under way may end, nothing else begins. */
  readonly signal: AbortSignal;
  /** Signals end the process again, as they do without this. */
  release(): void;
}

/**
 * Takes the signals that end a process. The second one ends it at once; what was under way then is noted in the state.
 * A terminal that goes away (SIGHUP) is like an interrupt, so that what is made is not lost.
 * @param say - tells the user
 * @param last - called before the process is ended
 */
export function onInterrupt(say: (message: string) => void, last: () => void): Interrupts {
  const controller = new AbortController();
  const listeners = Object.entries(SIGNALS).map(([name, called]) => {
    const listener = () => {
      if (controller.signal.aborted) {
        say(`${called} received: ending at once; what was under way is noted in the state as pending`);
        last();
        process.exit(EXIT.terminated);
      }
      const again = name === "SIGINT" ? "press ^C again" : `send ${called} again`;
      say(`${called} received: the steps under way are finished, no others begin; ${again} to end at once`);
      controller.abort();
    };
    process.on(name, listener);
    return () => process.off(name, listener);
  });
  return {
    signal: controller.signal,
    release: () => {
      for (const off of listeners) off();
    },
  };
}
