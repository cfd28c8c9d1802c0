import * as http from "node:http";
import * as https from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import type { PropertyMap } from "../../values";
import { apiError, Unanswered } from "./api-error";

/** How long the server may be silent, in milliseconds. */
const SILENCE_MS = 60_000;

export interface ApiCall {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the root of the API, for example `/api/v1/namespaces/default/pods`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** @default application/json */
  readonly contentType?: string;
}

/**
 * Speaks to one API server, with the identity and the trust of a kubeconfig. The answers stay the plain JSON that they
 * are: a state must hold them unchanged.
 */
export class ApiClient {
  private agent?: http.Agent;

  constructor(private readonly config: KubeConfig) {}

  /** @throws ApiError when the server refuses */
  async call(call: ApiCall): Promise<PropertyMap> {
    const server = new URL(this.config.getCurrentCluster()?.server ?? "");
    const path = server.pathname.replace(/\/$/, "") + call.path;
    const query = new URLSearchParams(call.query).toString();
    const url = new URL(query ? `${path}?${query}` : path, server);
    const options = await this.options();
    const answer = await sendAgain(url, call, options).catch((error: NodeJS.ErrnoException) => {
      throw new Unanswered(`${verb(call)} "${url.href}": ${reasonOf(error)}`, { cause: error });
    });
    if (answer.code >= 400) throw apiError(answer.code, answer.body);
    return JSON.parse(answer.body) as PropertyMap;
  }

  close(): void {
    this.agent?.destroy();
  }

  /** Identities may expire, so they are asked for at each call; the connections are kept. */
  private async options(): Promise<https.RequestOptions> {
    const options: https.RequestOptions = {};
    await this.config.applyToHTTPSOptions(options);
    this.agent ??= keepingAgent(options);
    return { ...options, agent: this.agent };
  }
}

function keepingAgent(options: https.RequestOptions): http.Agent {
  const { agent, ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const isPlain = agent && Object.getPrototypeOf(agent) === https.Agent.prototype;
  // A proxy's agent stays as it is.
  if (!isPlain) return agent as http.Agent;
  const given = { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername };
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return new https.Agent({ keepAlive: true, ...Object.fromEntries(known) });
}

/** A server may close a connection that was kept for later just as it is used again: then over a new one. */
function sendAgain(url: URL, call: ApiCall, options: https.RequestOptions): ReturnType<typeof send> {
  return send(url, call, options).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ECONNRESET") return send(url, call, { ...options, agent: false });
    throw error;
  });
}

function send(
  url: URL,
  call: ApiCall,
  options: https.RequestOptions,
): Promise<{ readonly code: number; readonly body: string }> {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const headers: http.OutgoingHttpHeaders = { accept: "application/json", ...given(options.headers) };
  if (body !== undefined) {
    headers["content-type"] = call.contentType ?? "application/json";
    headers["content-length"] = Buffer.byteLength(body);
  }
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "http:" ? http : https;
    const sent = request(url, { ...options, method: call.method ?? "GET", headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ code: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    sent.setTimeout(SILENCE_MS, () =>
      sent.destroy(new Error(`no answer within ${SILENCE_MS / 1000} seconds`)),
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

function given(headers: https.RequestOptions["headers"]): http.OutgoingHttpHeaders {
  return Array.isArray(headers) ? {} : { ...(headers as http.OutgoingHttpHeaders) };
}

function verb(call: ApiCall): string {
  const method = call.method ?? "GET";
  return method[0] + method.slice(1).toLowerCase();
}

function reasonOf(error: NodeJS.ErrnoException): string {
  // Several addresses that all failed come as one error without a message.
  const all = (error as AggregateError).errors as readonly Error[] | undefined;
  return error.message || all?.map((one) => one.message).join(", ") || String(error.code);
}
