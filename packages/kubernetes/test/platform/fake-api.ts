import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "@anew/core";

/** Time that passes only while somebody waits. */
class TestClock implements Clock {
  private time = 0;

  now(): number {
    return this.time;
  }

  async sleep(ms: number): Promise<void> {
    this.time += ms;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** An object as the API server keeps it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever a test puts there
type Stored = any;

/** Status and body. */
type Result = readonly [number, unknown];

/** What a request gets instead of an answer. */
type Failure = { readonly status: number; readonly body?: string } | "reset";

/**
 * An API server in memory: a few collections with resource versions, merge patches, label and field selectors. It keeps
 * what it was asked, and fails and refuses as it is told.
 */
class FakeApi {
  /** `PATCH /api/v1/namespaces/test/services/web`, in their order. */
  readonly requests: string[] = [];
  /** What the next requests get. */
  readonly failures: Failure[] = [];
  /** Requests that nobody may make: `get pods/proxy`. */
  readonly denied = new Set<string>();
  /** What pods answer through the proxy: `web-1:8080/healthz` → answer. */
  readonly pods = new Map<string, { readonly status: number; readonly body?: string }>();
  /** Logs: `web-1`, `web-1 previous`. */
  readonly logs = new Map<string, string>();
  /** Called after each write, as a controller would see it. */
  onWrite: (path: string, object: Stored) => void = () => undefined;
  private readonly objects = new Map<string, Stored>();
  private readonly server: Server;
  private version = 1;

  constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A kubeconfig for it. */
  get kubeconfig(): string {
    const one = { name: "test" };
    return JSON.stringify({
      clusters: [{ ...one, cluster: { server: this.url } }],
      users: [{ ...one, user: { token: "secret" } }],
      contexts: [{ ...one, context: { cluster: "test", user: "test", namespace: "test" } }],
      "current-context": "test",
    });
  }

  /** Puts an object where it is found; what the server adds is added. */
  put(path: string, object: Stored): Stored {
    const [, name] = /\/([^/]+)$/.exec(path) ?? [];
    const { metadata = {}, ...rest } = object;
    const stored = {
      ...rest,
      metadata: {
        name,
        namespace: /namespaces\/([^/]+)/.exec(path)?.[1],
        uid: `uid-of-${name}`,
        generation: 1,
        ...metadata,
        resourceVersion: String(++this.version),
      },
    };
    this.objects.set(path, stored);
    return stored;
  }

  at(path: string): Stored {
    return this.objects.get(path);
  }

  drop(path: string): void {
    this.objects.delete(path);
  }

  /** The requests that change something. */
  get writes(): string[] {
    return this.requests.filter((request) => !request.startsWith("GET "));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const { method = "GET" } = request;
    const url = new URL(request.url ?? "/", this.url);
    this.requests.push(`${method} ${url.pathname}`);
    const failure = this.failures.shift();
    if (failure === "reset") {
      request.socket.destroy();
      return;
    }
    const [code, value] = failure ? [failure.status, failure.body] : this.resultOf(method, url, body);
    response.writeHead(code).end(typeof value === "string" ? value : JSON.stringify(value));
  }

  private resultOf(method: string, url: URL, body: string): Result {
    const path = url.pathname;
    const refusal = this.refusal(method, path);
    if (refusal !== undefined) return [403, refusal];
    if (path === "/version") return [200, { major: "1" }];
    const proxied = /\/(?:pods|services)\/http:([^/]+)\/proxy(.*)$/.exec(path);
    if (proxied !== null) return this.proxy(`${proxied[1]}${proxied[2]}${url.search}`);
    const logged = /\/pods\/([^/]+)\/log$/.exec(path);
    if (logged !== null) {
      const log = this.logs.get(`${logged[1]}${url.searchParams.has("previous") ? " previous" : ""}`);
      return log === undefined ? refused(400, "BadRequest", "no such container") : [200, log];
    }
    return this.store(method, path, url.searchParams, body);
  }

  private store(method: string, path: string, query: URLSearchParams, body: string): Result {
    const target = path.replace(/\/scale$/, "");
    const found = this.objects.get(target);
    if (method === "POST") {
      const object = JSON.parse(body);
      const place = `${path}/${object.metadata.name}`;
      if (this.objects.has(place)) return refused(409, "AlreadyExists", "it is there already");
      const stored = this.put(place, object);
      this.onWrite(place, stored);
      return [201, stored];
    }
    if (found === undefined) {
      return method === "GET" && isCollection(path)
        ? [200, { items: this.list(path, query) }]
        : refused(404, "NotFound", `${path} not found`);
    }
    if (method === "DELETE") {
      this.objects.delete(path);
      return [200, {}];
    }
    if (method === "PATCH") {
      const patch = JSON.parse(body);
      const expected = patch.metadata?.resourceVersion;
      if (expected !== undefined && expected !== found.metadata.resourceVersion) {
        return refused(409, "Conflict", "the object has been modified");
      }
      const merged = merge(found, patch);
      merged.metadata.resourceVersion = String(++this.version);
      merged.metadata.generation += JSON.stringify(merged.spec) === JSON.stringify(found.spec) ? 0 : 1;
      this.objects.set(target, merged);
      this.onWrite(target, merged);
      return [200, merged];
    }
    return [200, found];
  }

  private list(path: string, query: URLSearchParams): Stored[] {
    const wanted = (query.get("labelSelector") ?? "").split(",").filter((pair) => pair !== "");
    const fields = query.get("fieldSelector") ?? "";
    return [...this.objects]
      .filter(([place]) => place.startsWith(`${path}/`) && !place.slice(path.length + 1).includes("/"))
      .map(([, object]) => object)
      .filter((object) =>
        wanted.every((pair) => {
          const [key = "", value] = pair.split("=");
          return object.metadata.labels?.[key] === value;
        }),
      )
      .filter((object) => fields === "" || object.type === fields.split("=")[1]);
  }

  private proxy(place: string): Result {
    const answer = this.pods.get(place);
    return answer === undefined
      ? refused(503, "ServiceUnavailable", `error trying to reach service: dial tcp: refused (${place})`)
      : [answer.status, answer.body ?? ""];
  }

  private refusal(method: string, path: string): object | undefined {
    const [, resource = "", rest = ""] = /namespaces\/[^/]+\/([^/]+)(?:\/[^/]+)?(.*)$/.exec(path) ?? [];
    const sub = /^\/(proxy|log|scale)/.exec(rest)?.[1];
    const what = sub === undefined ? resource : `${resource}/${sub}`;
    const verbs: Record<string, string> = { POST: "create", PATCH: "patch", DELETE: "delete" };
    const verb = verbs[method] ?? (isCollection(path) ? "list" : "get");
    const message = `${resource} is forbidden: User "ci" cannot ${verb} resource "${what}" in API group "" in the namespace "test"`;
    return this.denied.has(`${verb} ${what}`) ? status(403, "Forbidden", message) : undefined;
  }
}

function isCollection(path: string): boolean {
  return /namespaces\/[^/]+\/[^/]+$/.test(path);
}

function status(code: number, reason: string, message: string): object {
  return { kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message };
}

function refused(code: number, reason: string, message: string): Result {
  return [code, status(code, reason, message)];
}

/** @see https://www.rfc-editor.org/rfc/rfc7386 */
function merge(target: Stored, patch: Stored): Stored {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const merged = typeof target === "object" && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request) text += piece;
  return text;
}

export type { Stored };
export { FakeApi, TestClock };
