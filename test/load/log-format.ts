/** One request, as it is logged. */
export interface LoggedRequest {
  /** When it was sent: milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds until its answer was complete, or until it failed. */
  readonly latency: number;
  readonly keepAlive: boolean;
  /** Whether it went over a connection that an earlier request had opened. */
  readonly reused: boolean;
  /** The status, or the code of the error. */
  readonly status: string;
  /** Number of the answer's body, counted from 0 in the order of their lines. */
  readonly body: number | undefined;
}

/** `b` and the body as JSON. */
export function answerLine(body: string): string {
  return `b ${JSON.stringify(body)}\n`;
}

/** `k` (keep-alive), `r` (keep-alive, over the connection of an earlier request) or `n` (new connection), time, latency, status, number of the body. */
export function requestLine({ at, latency, keepAlive, reused, status, body }: LoggedRequest): string {
  return `${reused ? "r" : keepAlive ? "k" : "n"} ${at.toFixed(1)} ${latency.toFixed(2)} ${status} ${body ?? "-"}\n`;
}

export interface LoadLog {
  readonly requests: readonly LoggedRequest[];
  readonly bodies: readonly string[];
}

export function parseLog(text: string): LoadLog {
  const requests: LoggedRequest[] = [];
  const bodies: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("b ")) bodies.push(JSON.parse(line.slice(2)) as string);
    const [kind, at, latency, status, body] = line.split(" ");
    if (kind !== "k" && kind !== "r" && kind !== "n") continue;
    requests.push({
      at: Number(at),
      latency: Number(latency),
      keepAlive: kind !== "n",
      reused: kind === "r",
      status: status ?? "",
      body: body === "-" ? undefined : Number(body),
    });
  }
  return { requests, bodies };
}
