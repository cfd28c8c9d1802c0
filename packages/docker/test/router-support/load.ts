import { Agent, type ClientRequest, get } from "node:http";
import { get as getTls, type RequestOptions, Agent as TlsAgent } from "node:https";

/** What a load has seen. */
interface LoadResult {
  readonly requests: number;
  /** Every answer that was not 200, and every broken connection, in words. */
  readonly failures: readonly string[];
  /** Answers by the server that gave them. */
  readonly servedBy: ReadonlyMap<string, number>;
}

/**
 * Sends requests to 127.0.0.1 from some clients that keep their connections and some that open one for each request,
 * each one request after the other, until it is stopped.
 */
class Load {
  private requests = 0;
  private readonly failures: string[] = [];
  private readonly servedBy = new Map<string, number>();
  private running = true;
  private readonly clients: Promise<void>[];

  constructor(private readonly options: RequestOptions & { readonly tls?: boolean }) {
    this.clients = [true, true, false, false].map((keepAlive) => this.client(keepAlive));
  }

  /** Ends when as many more requests have been answered. */
  async more(count: number): Promise<void> {
    const goal = this.requests + count;
    while (this.requests < goal) await new Promise((resolve) => setImmediate(resolve));
  }

  async stop(): Promise<LoadResult> {
    this.running = false;
    await Promise.all(this.clients);
    return { requests: this.requests, failures: this.failures, servedBy: this.servedBy };
  }

  private async client(keepAlive: boolean): Promise<void> {
    const settings = { keepAlive, maxSockets: 1 };
    const agent = this.options.tls
      ? new TlsAgent({ ...settings, maxCachedSessions: 0 })
      : new Agent(settings);
    while (this.running) {
      const by = await this.request(agent).catch((error: Error) => {
        this.failures.push(error.message);
        return "nobody";
      });
      this.requests += 1;
      this.servedBy.set(by, (this.servedBy.get(by) ?? 0) + 1);
    }
    agent.destroy();
  }

  private request(agent: Agent): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", path: "/", timeout: 10_000, ...this.options, agent };
      const request: ClientRequest = (this.options.tls ? getTls : get)(options, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          body += part;
        });
        response.on("end", () => {
          if (response.statusCode === 200) resolve(body);
          else reject(new Error(`${response.statusCode} ${body.trim()}`));
        });
        response.on("error", reject);
      });
      request.on("timeout", () => request.destroy(new Error("no answer within 10 s")));
      request.on("error", reject);
    });
  }
}

export type { LoadResult };
export { Load };
