import type { IncomingHttpHeaders } from "node:http";

/** Longest time for one request to a registry, from connecting to the last byte; milliseconds. */
const REGISTRY_TIMEOUT_MS = 10_000;
/** Manifests and tokens are far smaller. */
const LONGEST_BODY = 8_000_000;

interface HttpRequest {
  readonly method: "DELETE" | "GET" | "HEAD" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Accept any certificate: only for registries that Docker calls insecure, such as this machine's own. */
  readonly insecure?: boolean;
  /** Further certificate authorities, PEM. */
  readonly ca?: readonly string[];
  /** @default {@link REGISTRY_TIMEOUT_MS} */
  readonly timeoutMs?: number;
}

interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** No answer in time. */
class HttpTimeout extends Error {}

/**
 * One request. Redirects are not followed, so that credentials go nowhere else.
 * @throws HttpTimeout, or the system's error
 */
function request(url: string, options: HttpRequest): Promise<HttpAnswer> {
  const { request: send } = (
    url.startsWith("https:") ? require("node:https") : require("node:http")
  ) as typeof import("node:https");
  const timeoutMs = options.timeoutMs ?? REGISTRY_TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    const { method, headers, body } = options;
    const sent = send(url, {
      method,
      headers: { "user-agent": "anew", ...headers },
      agent: false,
      rejectUnauthorized: options.insecure !== true,
      ...(options.ca === undefined ? {} : { ca: [...options.ca] }),
    });
    const timer = setTimeout(() => sent.destroy(new HttpTimeout("no answer in time")), timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    sent.on("error", fail);
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length > LONGEST_BODY) sent.destroy(new Error("the answer is too long"));
        else chunks.push(chunk);
      });
      response.on("error", fail);
      response.on("end", () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    sent.end(body);
  });
}

export type { HttpAnswer, HttpRequest };
export { HttpTimeout, REGISTRY_TIMEOUT_MS, request };
