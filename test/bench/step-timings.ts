/** A step of an update that has ended, as `anew local` prints it. */
export interface TimedStep {
  /** `created`, `updated`, `deleted`, …. */
  readonly did: string;
  /** Type without its package and module: `Container`. */
  readonly type: string;
  readonly name: string;
  readonly seconds: number;
}

const STEP = /^ \S+\s+\S+[:/](\w+) (\S+) (\w+) \((\d+\.\d+)s\)$/;
const WAITING = /Gate \S+ waiting for health/;
const GATE_DONE = /Gate \S+ created/;

/** Reads the times of the steps from the lines of `anew local`, and how long its gate waited for health. */
export class StepTimings {
  readonly steps: TimedStep[] = [];
  #waitedSince: number | undefined;
  #waited = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  readonly line = (line: string): void => {
    if (WAITING.test(line)) this.#waitedSince ??= this.now();
    if (GATE_DONE.test(line) && this.#waitedSince !== undefined) {
      this.#waited += this.now() - this.#waitedSince;
      this.#waitedSince = undefined;
    }
    const [, type, name, did, seconds] = STEP.exec(line) ?? [];
    if (type && name && did) this.steps.push({ did, type, name, seconds: Number(seconds) });
  };

  /** Seconds from the gate's first word that it waits until it lets the generation through. */
  get healthSeconds(): number {
    return this.#waited / 1000;
  }

  /** Seconds of all steps of a kind. */
  secondsOf(did: string, type: string): number {
    return this.steps
      .filter((step) => step.did === did && step.type === type)
      .reduce((sum, { seconds }) => sum + seconds, 0);
  }
}
