import { type Clock, reasonOf } from "@anew/core";
import { ApiError } from "./api-error";

/**
 * How long a call goes on trying while the API server restarts, milliseconds. Shorter than the time that the swap
 * gives to one call of its router, so that the error is the server's own and not that it took too long.
 */
const RETRY_FOR_MS = 25_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

/** What a server answers that is overloaded, starting or stopping. */
const PASSING_STATUSES: readonly number[] = [429, 500, 502, 503, 504];

/** What a connection ends with when the server is not there, or was stopped in the middle. */
const PASSING_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
]);

/**
 * Runs a call again for as long as its failure may pass: the server is not there, or overloaded. What the server
 * refuses is final.
 * @throws the last failure, with how long was tried
 */
async function retrying<T>(call: () => Promise<T>, clock: Clock, forMs: number = RETRY_FOR_MS): Promise<T> {
  const start = clock.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await call();
    } catch (error) {
      const passed = clock.now() - start;
      if (!passes(error)) {
        throw error;
      }
      if (passed + pause > forMs) {
        throw passed === 0 ? error : sinceLong(error, passed);
      }
      await clock.sleep(pause);
    }
  }
}

function passes(error: unknown): boolean {
  if (error instanceof ApiError) {
    return PASSING_STATUSES.includes(error.status);
  }
  const code = (error as { readonly code?: unknown }).code;
  return typeof code === "string" && PASSING_CODES.has(code);
}

function sinceLong(error: unknown, ms: number): Error {
  const message = `${reasonOf(error)}, for ${Math.round(ms / 1000)} s`;
  return error instanceof ApiError
    ? new ApiError(message, error.status, error.reason)
    : new Error(message, { cause: error });
}

export { passes, RETRY_FOR_MS, retrying };
