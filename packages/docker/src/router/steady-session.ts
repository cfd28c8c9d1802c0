import { setTimeout as sleep } from "node:timers/promises";
import type { RouterContainer } from "./router-container";
import { RouterError } from "./router-error";
import { Session } from "./session";

/** How long a router that restarts is waited for. */
const REOPEN_WITHIN_MS = 15_000;

/**
 * A session that is opened when it is first needed, and again when it was lost: a router may restart while someone is
 * connected to it. Requests run one after the other.
 */
class SteadySession {
  private session?: Session;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly container: RouterContainer,
    private readonly what: string,
    private readonly command: readonly string[],
    /** Makes a fresh session ready. */
    private readonly prepare: (session: Session) => Promise<void>,
  ) {}

  /** Runs a request that may be repeated: once more, if the session is lost before the answer. */
  run<T>(request: (session: Session) => Promise<T>): Promise<T> {
    const result = this.last.then(async () => {
      const session = await this.opened();
      try {
        return await request(session);
      } catch (error) {
        if (session.open) throw error;
        return await request(await this.opened());
      }
    });
    this.last = result.catch(() => undefined);
    return result;
  }

  close(): void {
    this.session?.close();
    this.session = undefined;
  }

  private async opened(): Promise<Session> {
    if (this.session?.open) return this.session;
    const deadline = Date.now() + REOPEN_WITHIN_MS;
    for (;;) {
      let session: Session | undefined;
      try {
        session = await Session.open(this.container, this.what, this.command);
        await this.prepare(session);
        this.session = session;
        return session;
      } catch (error) {
        session?.close();
        // Only a router that is about to run again is worth waiting for.
        if (!(error instanceof RouterError)) throw error;
        if (Date.now() > deadline) {
          const log = await this.container.lastLog();
          throw new RouterError(error.reason, `${error.message}\nThe end of its log:\n${log}`, {
            cause: error,
          });
        }
        const { running, status } = await this.container.inspect();
        if (!running && status !== "restarting" && status !== "created") throw error;
        await sleep(100);
      }
    }
  }
}

export { REOPEN_WITHIN_MS, SteadySession };
