/** A test that needs a subject for itself while it runs. */
export interface Case<T> {
  readonly name: string;
  run(subject: T): Promise<void>;
}

export interface Lanes {
  /** How each case went, by its name. */
  outcome(name: string): Promise<void>;
  /** When all cases have ended, and all subjects are gone. */
  readonly ended: Promise<void>;
}

/**
 * Runs cases that mostly wait beside each other: each lane has a subject of its own, and takes one case after the other.
 * After a case that failed, a lane goes on with a new subject.
 *
 * @param dismiss the end of a subject all of whose cases went well
 */
export function inLanes<T>(
  cases: readonly Case<T>[],
  count: number,
  create: () => Promise<T>,
  dismiss: (subject: T) => Promise<void>,
): Lanes {
  const waiting = [...cases];
  const outcomes = new Map(cases.map((one) => [one.name, settleable()]));
  const lane = async (): Promise<void> => {
    let subject: T | undefined;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = outcomes.get(next.name);
      try {
        subject ??= await create();
        await next.run(subject);
        outcome?.resolve();
      } catch (error) {
        subject = undefined;
        outcome?.reject(error);
      }
    }
    if (subject !== undefined) await dismiss(subject);
  };
  const ended = Promise.all(Array.from({ length: Math.min(count, cases.length) }, lane)).then(() => {});
  ended.catch(() => {}); // told to whoever asks
  return {
    ended,
    outcome: (name) => outcomes.get(name)?.promise ?? Promise.reject(new Error(`no case "${name}"`)),
  };
}

function settleable() {
  let resolve: () => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // told to whoever asks
  return { promise, resolve, reject };
}
