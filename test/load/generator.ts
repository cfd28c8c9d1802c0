import { createWriteStream, type WriteStream } from "node:fs";
import { Agent, get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { answerLine, requestLine } from "./log-format";
import { type FromGenerator, type LoadOptions, PROGRESS_EVERY, type ToGenerator } from "./protocol";

// A process of its own: the driver's work must not show in the latencies. Plain Node, one request at a time for each client.

process.on("message", (message: ToGenerator) => {
  if (message.kind === "start") void generate(message.options, message.logFile);
});
process.on("disconnect", () => process.exit(1)); // the driver is gone

async function generate(options: Required<LoadOptions>, logFile: string): Promise<void> {
  const log = new Log(createWriteStream(logFile));
  let why: "told" | "time" | "count" | undefined;
  process.on("message", (message: ToGenerator) => {
    if (message.kind === "stop") why ??= "told";
  });
  const timer = setTimeout(() => {
    why ??= "time";
  }, options.maxSeconds * 1000);

  let sent = 0;
  let ended = 0;
  let waiting = options.keepAlive + options.newConnection;
  const client = async (keepAlive: boolean, offset: number): Promise<void> => {
    const agent = new Agent({ keepAlive, maxSockets: 1 });
    const pause = 1000 / options.rate;
    await delay(offset * pause); // not all at the same moment
    for (let first = true; why === undefined; first = false) {
      if (++sent > options.maxRequests) {
        why ??= "count";
        break;
      }
      const started = performance.now();
      const answer = await request(options, agent);
      const latency = performance.now() - started;
      log.request(performance.timeOrigin + started, latency, keepAlive, answer);
      if (++ended % PROGRESS_EVERY === 0) tell({ kind: "progress", requests: ended });
      if (first && --waiting === 0) tell({ kind: "running" });
      await delay(Math.max(0, pause - latency));
    }
    agent.destroy();
  };
  const kinds = [
    ...Array.from({ length: options.keepAlive }, () => true),
    ...Array.from({ length: options.newConnection }, () => false),
  ];
  await Promise.all(kinds.map((keepAlive, i) => client(keepAlive, i / kinds.length)));
  clearTimeout(timer);
  await log.end();
  tell({ kind: "stopped", why: why ?? "told" });
  process.disconnect();
}

interface Answer {
  /** The status, or the code of the error. */
  readonly status: string;
  readonly reused: boolean;
  readonly body?: string;
}

function request({ url, requestTimeout }: Required<LoadOptions>, agent: Agent): Promise<Answer> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(requestTimeout);
    const fail = (error: NodeJS.ErrnoException): void =>
      resolve({
        status: signal.aborted ? "TIMEOUT" : (error.code ?? "ERROR"),
        reused: sent.reusedSocket,
      });
    const sent = get(url, { agent, signal }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("error", fail); // cut off in the middle of its body
      response.on("end", () =>
        resolve({ status: String(response.statusCode), reused: sent.reusedSocket, body }),
      );
    });
    sent.on("error", fail);
  });
}

/** Writes an answer's body once, and its number from then on. */
class Log {
  readonly #stream: WriteStream;
  readonly #bodies = new Map<string, number>();

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  request(at: number, latency: number, keepAlive: boolean, { status, reused, body }: Answer): void {
    let number: number | undefined;
    if (body !== undefined) {
      number = this.#bodies.get(body);
      if (number === undefined) {
        number = this.#bodies.size;
        this.#bodies.set(body, number);
        this.#stream.write(answerLine(body));
      }
    }
    this.#stream.write(requestLine({ at, latency, keepAlive, reused, status, body: number }));
  }

  end(): Promise<void> {
    return new Promise((resolve) => this.#stream.end(resolve));
  }
}

function tell(message: FromGenerator): void {
  process.send?.(message);
}
