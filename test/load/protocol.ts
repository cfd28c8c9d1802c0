/** What a load generator is told to do. Bounded in time and in number, so that a forgotten one ends. */
export interface LoadOptions {
  /** On 127.0.0.1 only. */
  readonly url: string;
  /** Clients that keep their connection. @default DEFAULT_CLIENTS */
  readonly keepAlive?: number;
  /** Clients that open a connection for each request. @default DEFAULT_CLIENTS */
  readonly newConnection?: number;
  /** Requests that each client sends in a second, at most: it waits for each answer. @default DEFAULT_RATE */
  readonly rate?: number;
  /** Seconds. @default DEFAULT_MAX_SECONDS */
  readonly maxSeconds?: number;
  /** @default DEFAULT_MAX_REQUESTS */
  readonly maxRequests?: number;
  /** Milliseconds after which a request without an answer has failed. @default DEFAULT_REQUEST_TIMEOUT */
  readonly requestTimeout?: number;
}

export const DEFAULT_CLIENTS = 4;
export const DEFAULT_RATE = 100;
export const DEFAULT_MAX_SECONDS = 900;
export const DEFAULT_MAX_REQUESTS = 1_000_000;
export const DEFAULT_REQUEST_TIMEOUT = 10_000;

/** After how many requests the generator tells how many there were. */
export const PROGRESS_EVERY = 50;

/** From the driver to the generator. */
export type ToGenerator =
  | { readonly kind: "start"; readonly options: Required<LoadOptions>; readonly logFile: string }
  | { readonly kind: "stop" };

/** From the generator to the driver. */
export type FromGenerator =
  /** Every client has had an answer, good or bad. */
  | { readonly kind: "running" }
  /** So many requests have ended. */
  | { readonly kind: "progress"; readonly requests: number }
  /** The log is complete. `why`: told to, or one of the bounds. */
  | { readonly kind: "stopped"; readonly why: "told" | "time" | "count" };
