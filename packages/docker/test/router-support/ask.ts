import { type ClientRequest, type IncomingHttpHeaders, request } from "node:http";
import { type RequestOptions, request as requestTls } from "node:https";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request to 127.0.0.1 on a connection of its own. */
function ask(options: RequestOptions & { readonly tls?: boolean }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = (options.tls ? requestTls : request)(
      { host: "127.0.0.1", path: "/", agent: false, timeout: 15_000, ...options },
      (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          body += part;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
        response.on("error", reject);
      },
    );
    sent.on("timeout", () => sent.destroy(new Error("no answer")));
    sent.on("error", reject);
    sent.end();
  });
}

export type { Answer };
export { ask };
