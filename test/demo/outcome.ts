import type { Update } from "./world";

/** What came of a release. */
export interface Outcome extends Update {
  readonly requests: number;
  readonly failedRequests: number;
  readonly p99Ms: number;
  /** Version and generation that answered at the end. */
  readonly servedBy: string;
}

/** A span of time, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface ReleaseResult extends Outcome {
  readonly name: string;
  readonly changed: string;
  /** The update alone. */
  readonly update: Span;
  readonly unmet: readonly string[];
}
