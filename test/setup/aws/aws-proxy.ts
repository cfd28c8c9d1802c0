import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One call of an AWS API, as it came over the wire. */
export interface AwsCall {
  /** As IAM writes it: `elasticloadbalancing`. */
  readonly service: string;
  readonly operation: string;
  readonly body: string;
  /** The program's own resources, or gate and switch: told by the access key. */
  readonly by: "program" | "gate or switch";
}

/** The access key of the program's own resources. */
export const PROGRAM_KEY = "program";

/** What goes wrong with a call. */
export type AwsFaultKind = "throttling" | "internal error" | "timeout" | "expired credential" | "reset";

interface Fault {
  readonly fits: (call: AwsCall) => boolean;
  readonly kind: AwsFaultKind;
  left: number;
}

/** Changes an answer before it is given. */
type Answer = (body: string, call: AwsCall) => string | Promise<string>;

/** Stands between the SDK and moto: counts calls, makes them fail on request, and plays what moto does not. */
export class AwsProxy {
  /** All calls since the last `takeCalls`, also those that were made to fail. */
  private calls: AwsCall[] = [];
  private faults: Fault[] = [];
  private readonly answers: { readonly operation: string; readonly change: Answer }[] = [];
  /** Those of one test. */
  private readonly more: { readonly operation: string; readonly change: Answer }[] = [];
  private readonly open = new Set<ServerResponse>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async start(target: string): Promise<AwsProxy> {
    const server = createServer();
    const proxy = new AwsProxy(server, new URL(target));
    server.on("request", (incoming, response) => {
      proxy.serve(incoming, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  takeCalls(): readonly AwsCall[] {
    return this.calls.splice(0);
  }

  /** Makes calls that gate and switch do of an operation fail. @param times @default for good, until `mend` */
  fail(operation: string, kind: AwsFaultKind, times = Number.POSITIVE_INFINITY): void {
    this.faults.push({
      fits: ({ by, operation: own }) => by === "gate or switch" && own === operation,
      kind,
      left: times,
    });
  }

  /** Takes all faults away, and ends the calls that hang. */
  mend(): void {
    this.faults = [];
    for (const response of this.open) response.destroy();
    this.open.clear();
  }

  /** Changes all answers to an operation, for good. */
  answer(operation: string, change: Answer): void {
    this.answers.push({ operation, change });
  }

  /** Looks at the answers to an operation before they are given, until the reset. */
  on(operation: string, look: (call: AwsCall) => void | Promise<void>): void {
    this.more.push({
      operation,
      change: async (body, call) => {
        await look(call);
        return body;
      },
    });
  }

  /** Forgets calls, faults and what one test looked at. */
  reset(): void {
    this.mend();
    this.calls = [];
    this.more.length = 0;
  }

  async close(): Promise<void> {
    this.mend();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const call = readCall(incoming, body);
    this.calls.push(call);
    const fault = this.faults.find(({ fits, left }) => left > 0 && fits(call));
    if (fault !== undefined) {
      fault.left--;
      this.break(fault.kind, call, response);
      return;
    }
    const answered = await forward(this.target, incoming, withoutPercentiles(call, body));
    let text = answered.body;
    for (const { operation, change } of [...this.answers, ...this.more]) {
      if (operation === call.operation && answered.status === 200) {
        text = Buffer.from(await change(text.toString("utf8"), call));
      }
    }
    const { "content-length": _, "transfer-encoding": __, connection: ___, ...headers } = answered.headers;
    response.writeHead(answered.status, { ...headers, "content-length": text.length });
    response.end(text);
  }

  private break(kind: AwsFaultKind, call: AwsCall, response: ServerResponse): void {
    if (kind === "timeout") {
      this.open.add(response);
      return;
    }
    if (kind === "reset") {
      response.destroy();
      return;
    }
    const [status, code, message] = {
      throttling: [400, "ThrottlingException", "Rate exceeded"] as const,
      "internal error": [500, "InternalFailure", "An internal error occurred"] as const,
      "expired credential": [
        403,
        "ExpiredToken",
        "The security token included in the request is expired",
      ] as const,
    }[kind];
    if (call.service === "elasticloadbalancing") {
      const xml =
        `<ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><Error><Type>Sender</Type>` +
        `<Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
      response.writeHead(status, { "content-type": "text/xml" }).end(xml);
      return;
    }
    const type = code === "ExpiredToken" ? "ExpiredTokenException" : code;
    response
      .writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": type })
      .end(JSON.stringify({ __type: type, message }));
  }
}

/** Which call it is: each of AWS's protocols names it in another place. */
function readCall(incoming: IncomingMessage, body: Buffer): AwsCall {
  const scope = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(incoming.headers.authorization ?? "");
  const service = scope?.[2] ?? "?";
  const text = body.toString("utf8");
  const target = incoming.headers["x-amz-target"];
  const byPath = /\/operation\/(\w+)$/.exec(incoming.url ?? "")?.[1];
  const operation =
    typeof target === "string"
      ? (target.split(".").at(-1) ?? "?")
      : (byPath ?? new URLSearchParams(text).get("Action") ?? "?");
  return { service, operation, body: text, by: scope?.[1] === PROGRAM_KEY ? "program" : "gate or switch" };
}

/** moto knows no percentiles: the largest value stands for them. The text is framed by its length (CBOR), or by quotes. */
function withoutPercentiles({ operation }: AwsCall, body: Buffer): Buffer {
  if (operation !== "GetMetricData") return body;
  const text = body.toString("latin1").replaceAll("\x63p99", "\x67Maximum").replaceAll('"p99"', '"Maximum"');
  return Buffer.from(text, "latin1");
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

function forward(target: URL, incoming: IncomingMessage, body: Buffer): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, host: target.host, "content-length": body.length },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks),
          }),
        );
        answer.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
