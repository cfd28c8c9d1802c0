interface Failure {
  readonly message?: string;
  readonly statusCode?: number;
  readonly code?: string;
  readonly json?: unknown;
}

/** What went wrong, in the words of the daemon, or that nothing answers at `host`. */
export function dockerMessage(error: unknown, host: string): string {
  const failure = error as Failure;
  if (failure.statusCode !== undefined) return `Error response from daemon: ${daemonText(failure)}`;
  if (failure.code !== undefined) {
    return `Cannot connect to the Docker daemon at ${host}. Is the docker daemon running? (${failure.message})`;
  }
  return failure.message ?? String(error);
}

function daemonText(failure: Failure): string {
  const json = failure.json;
  if (typeof json === "object" && json !== null && "message" in json) return String(json.message);
  return (failure.message ?? "").replace(/^\(HTTP code \d+\) .*? - /s, "").trim();
}

/** Whether the daemon answered that there is no such object. */
export function isNotFound(error: unknown): boolean {
  return (error as Failure).statusCode === 404;
}

/** Whether the daemon's words contain one of the given ones, in any case. */
export function says(error: unknown, ...words: readonly string[]): boolean {
  const text = `${(error as Failure).message ?? ""} ${daemonText(error as Failure)}`.toLowerCase();
  return words.some((word) => text.includes(word.toLowerCase()));
}
