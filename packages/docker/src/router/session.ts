import type { Duplex } from "node:stream";
import type { RouterContainer } from "./router-container";
import { RouterError } from "./router-error";

/** How long an answer may take. */
const ANSWER_TIMEOUT_MS = 20_000;
/** Where an end mark is looked for: characters, and parts as they came. */
const TAIL = 200;
const TAIL_PARTS = 200;

/**
 * A program in the router's container that answers one request after the other over its input and output. It stays
 * open, because to start one takes about a tenth of a second, and to ask one a millisecond.
 */
class Session {
  private received: Buffer[] = [];
  private waiting?: {
    end: RegExp;
    resolve(found: { answer: string; mark: RegExpExecArray }): void;
    reject(error: Error): void;
  };
  private ended?: string;

  private stream!: Duplex;

  private constructor(private readonly what: string) {}

  static async open(container: RouterContainer, what: string, command: readonly string[]): Promise<Session> {
    const session = new Session(`router ${container.name}: ${what}`);
    session.stream = await container.exec(command, {
      output: (data) => session.take(data),
      end: (reason) => session.finish(reason),
    });
    return session;
  }

  get open(): boolean {
    return this.ended === undefined;
  }

  /**
   * Sends text, and gives what comes back.
   * @param end matches the last characters of a complete answer, and is cut off
   */
  async ask(text: string, end: RegExp): Promise<{ answer: string; mark: RegExpExecArray }> {
    if (this.ended !== undefined) throw this.lost();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.received = [];
        this.waiting = { end, resolve, reject };
        timer = setTimeout(() => {
          this.close();
          reject(new RouterError("exec", `${this.what} gave no answer within ${ANSWER_TIMEOUT_MS / 1000} s`));
        }, ANSWER_TIMEOUT_MS);
        this.stream.write(text);
      });
    } finally {
      clearTimeout(timer);
      this.waiting = undefined;
    }
  }

  close(): void {
    this.ended ??= "closed";
    this.stream.destroy();
  }

  private take(data: Buffer): void {
    if (this.waiting === undefined) return;
    this.received.push(Buffer.from(data));
    // Answers can be large and come in many parts: look for the end mark in the last ones only.
    const last = Buffer.concat(this.received.slice(-TAIL_PARTS)).toString("latin1").slice(-TAIL);
    if (!this.waiting.end.test(last)) return;
    const answer = Buffer.concat(this.received).toString();
    const mark = this.waiting.end.exec(answer);
    if (mark !== null) this.waiting.resolve({ answer: answer.slice(0, mark.index), mark });
  }

  private finish(reason: string): void {
    if (this.ended !== undefined && this.ended !== "") return;
    this.ended = reason || "it ended";
    this.waiting?.reject(this.lost());
  }

  private lost(): RouterError {
    return new RouterError("exec", `${this.what} was lost: ${this.ended}`);
  }
}

export { ANSWER_TIMEOUT_MS, Session };
