import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { Access } from "./connection";

interface Question {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** The longest answer that is read, bytes: what a pod sends through the proxy may have no end. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** One request to an API server. @throws Error when no whole answer came within `timeoutMs` */
async function send(access: Access, question: Question, timeoutMs: number): Promise<Answer> {
  const url = new URL(access.server.replace(/\/+$/, "") + question.path);
  const { headers, ...options } = await access.options();
  const body = question.body === undefined ? undefined : JSON.stringify(question.body);
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const late = () => new NoAnswer(`no answer within ${timeoutMs / 1000} s`, "ETIMEDOUT");
    const fail = (error: Error) => reject(signal.aborted ? late() : error);
    const ask = url.protocol === "http:" ? plainRequest : tlsRequest;
    const request = ask(
      url,
      {
        ...options,
        signal,
        method: question.method,
        headers: {
          accept: question.accept ?? "application/json",
          "user-agent": "anew",
          ...(body === undefined
            ? {}
            : {
                "content-type": question.contentType ?? "application/json",
                "content-length": Buffer.byteLength(body),
              }),
          ...(headers as NodeJS.Dict<string | string[]>),
        },
      },
      (response) => {
        const pieces: Buffer[] = [];
        let length = 0;
        response.on("data", (piece: Buffer) => {
          length += piece.length;
          if (length > MAX_ANSWER_BYTES) request.destroy(new Error("the answer is too long"));
          pieces.push(piece);
        });
        response.on("error", fail);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces).toString("utf8"),
          }),
        );
      },
    );
    request.on("error", fail);
    request.end(body);
  });
}

/** Nobody answered in time. */
class NoAnswer extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
    this.name = "NoAnswer";
  }
}

export type { Answer, Question };
export { send };
