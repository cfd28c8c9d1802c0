import type Dockerode from "dockerode";

/** How long a daemon may take to answer a question, and to do something, milliseconds. */
const ANSWER_WITHIN_MS = 30_000;
const WORK_WITHIN_MS = 60_000;

/** A call as docker-modem takes it; its typings leave most of it out. */
interface Call {
  readonly path: string;
  readonly method: string;
  readonly options?: { readonly t?: unknown };
  abortSignal?: AbortSignal;
}

interface Modem {
  dial(call: Call, callback: (error: unknown, data?: unknown) => void): void;
}

/**
 * Bounds every call of a client: a daemon that accepts connections and never answers would hold an operation up for ever.
 * What a call has opened (the stream of a command in a container) may stay open as long as it likes.
 */
function boundCalls(
  docker: Dockerode,
  host: string,
  { answerMs = ANSWER_WITHIN_MS, workMs = WORK_WITHIN_MS } = {},
): Dockerode {
  const modem = docker.modem as unknown as Modem;
  const dial = modem.dial.bind(modem);
  modem.dial = (call, callback) => {
    // A stop waits for the container as long as it was told to.
    const grace = typeof call.options?.t === "number" ? call.options.t * 1000 : 0;
    const ms = (call.method === "GET" ? answerMs : workMs) + grace;
    const cancelled = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    let answered = false;
    const once = (error: unknown, data?: unknown): void => {
      clearTimeout(timer);
      if (answered) return;
      answered = true;
      callback(error, data);
    };
    timer = setTimeout(() => {
      const what = `${call.method} ${call.path.split("?")[0]}`;
      once(new Error(`the Docker daemon at ${host} did not answer ${what} within ${ms / 1000} s`));
      cancelled.abort();
    }, ms);
    dial({ ...call, abortSignal: call.abortSignal ?? cancelled.signal }, once);
  };
  return docker;
}

export { boundCalls };
