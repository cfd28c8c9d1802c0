/** A line of the log ring: one request that has ended. */
interface LoggedRequest {
  readonly slot: string;
  readonly status: number;
  /** Milliseconds from the request to the end of the answer's head; undefined when there was none. */
  readonly latencyMs?: number;
}

/** @see the frontend's log-format: slot, status, time queued, time to connect, time to answer, number of the request */
function parseRequestLine(line: string): LoggedRequest | undefined {
  const match = /(\S+) (-?\d+) (-?\d+) (-?\d+) (-?\d+) \S+$/.exec(line);
  if (match === null) return undefined;
  const [queued, connect, answer] = [Number(match[3]), Number(match[4]), Number(match[5])];
  const slot = match[1]!;
  const status = Number(match[2]);
  if (queued < 0 || connect < 0 || answer < 0) return { slot, status };
  return { slot, status, latencyMs: queued + connect + answer };
}

/**
 * Lines of a ring that came after the one that was last seen. A line carries its request's number, so no two are equal.
 * When the last one is gone, the ring has wrapped around, and all that is left is new.
 */
function linesAfter(lines: readonly string[], last: string | undefined): readonly string[] {
  if (last === undefined) return lines;
  const at = lines.lastIndexOf(last);
  return at === -1 ? lines : lines.slice(at + 1);
}

export type { LoggedRequest };
export { linesAfter, parseRequestLine };
