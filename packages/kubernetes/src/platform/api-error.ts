import type { Answer, Question } from "./request";

/** Where the docs list the rights that gate and switch need. */
const RIGHTS = "docs/kubernetes.md#rights";

/** The API server's own refusal. */
class ApiError extends Error {
  constructor(
    message: string,
    /** HTTP status. */
    readonly status: number,
    /** Its reason in one word, such as `AlreadyExists`; "" where it gave none. */
    readonly reason: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** What the API server answers when it is itself that refuses. */
interface Status {
  readonly kind: "Status";
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
}

/** The server's own Status in an answer; undefined where the answer is something else. */
function statusIn({ body }: Answer): Status | undefined {
  try {
    const found: unknown = JSON.parse(body);
    const isStatus =
      typeof found === "object" && found !== null && "kind" in found && found.kind === "Status";
    return isStatus ? (found as Status) : undefined;
  } catch {
    return undefined;
  }
}

/** @param context whose credentials were used */
function apiError(question: Question, answer: Answer, context: string): ApiError {
  const said = statusIn(answer);
  const reason = said?.reason ?? "";
  const message = said?.message ?? `status ${answer.status}${answer.body && `: ${firstLine(answer.body)}`}`;
  if (answer.status === 401) {
    return new ApiError(
      `the API server does not accept the credentials of context ${JSON.stringify(context)} (${message}): renew them`,
      401,
      reason,
    );
  }
  if (answer.status === 403 && /forbidden: User |cannot \w+ (resource|path)/.test(message)) {
    return new ApiError(`${message}: grant it, see ${RIGHTS}`, 403, reason);
  }
  const path = question.path.split("?")[0];
  return new ApiError(`${message} (${question.method} ${path})`, answer.status, reason);
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0]!.slice(0, 200);
}

function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof ApiError && statuses.includes(error.status);
}

export { ApiError, apiError, isStatus, RIGHTS, statusIn };
