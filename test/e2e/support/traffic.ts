import { request as send } from "node:http";
import { expect } from "chai";
import { type Load, startLoad } from "../../load/load";
import { type LoadSummary, summarize } from "../../load/summary";

/** What the service answers. */
export interface Answer {
  readonly generation: string;
  readonly version: string;
  readonly secret: string;
}

/** The status and the body of one request on a connection of its own. */
export function request(
  url: string,
  { host, method = "GET" }: { readonly host?: string | undefined; readonly method?: "GET" | "POST" } = {},
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sent = send(url, { method, agent: false, ...(host && { headers: { host } }) }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on("error", reject).end();
  });
}

/** Who answers now. @throws Error for any answer but a good one */
export async function ask(url: string, host?: string): Promise<Answer> {
  const { status, body } = await request(url, { host });
  if (status !== 200) throw new Error(`${url} answered ${status}: ${body}`);
  return JSON.parse(body) as Answer;
}

/** A bounded load of two clients that keep their connection and two that open one for each request. */
export class Traffic {
  private ended: LoadSummary | undefined;

  private constructor(
    readonly url: string,
    private readonly load: Load,
  ) {}

  static async start(url: string): Promise<Traffic> {
    const load = await startLoad({ url, keepAlive: 2, newConnection: 2, rate: 40, maxSeconds: 300 });
    return new Traffic(url, load);
  }

  /** Every request so far had an answer from a generation. */
  expectNoFailures(): LoadSummary {
    return expectNoFailures(this.ended ?? summarize(this.load.soFar(), versionOf));
  }

  /** Ends the load; the versions that have answered are its result. */
  async stop(): Promise<LoadSummary> {
    this.ended ??= summarize(await this.load.stop(), versionOf);
    return this.ended;
  }

  async stopWithoutFailures(): Promise<LoadSummary> {
    return expectNoFailures(await this.stop());
  }
}

function expectNoFailures(summary: LoadSummary): LoadSummary {
  expect(summary.requests, "requests").to.be.greaterThan(0);
  expect(summary.failures, "failed requests").to.deep.equal({});
  return summary;
}

function versionOf(body: string): string {
  return (JSON.parse(body) as Answer).version;
}
