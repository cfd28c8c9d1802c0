/** What one test, or a hook that failed, came to. */
export interface TestResult {
  readonly file: string;
  /** The suites' titles and the test's own. */
  readonly title: string;
  readonly state: "passed" | "failed" | "skipped";
  readonly milliseconds: number;
  /** Why it was skipped, or how it failed. */
  readonly detail?: string;
}

/** From a worker to the runner. */
export type FromWorker =
  | { readonly kind: "result"; readonly result: TestResult }
  | { readonly kind: "idle"; readonly file?: string };

/** From the runner to a worker: the next file, or none. */
export type ToWorker = { readonly kind: "run"; readonly file: string } | { readonly kind: "end" };
