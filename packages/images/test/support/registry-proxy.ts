import { createServer, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to a request that goes to a registry. */
export type Interference = (request: {
  readonly method: string;
  readonly path: string;
  readonly authorization?: string;
}) =>
  | "pass"
  /** The registry does it, but its client hears of a failure. */
  | "pass, then refuse"
  | "refuse login"
  | "refuse push"
  | "hang";

export interface RegistryProxy {
  readonly address: string;
  /** `METHOD path` of each request. */
  readonly seen: readonly string[];
  /** Ends the requests that hang. */
  readonly dropHanging: () => void;
  readonly stop: () => Promise<void>;
}

/** Stands before a real registry and interferes. */
export async function startRegistryProxy(target: string, interfere: Interference): Promise<RegistryProxy> {
  const seen: string[] = [];
  const hanging: ServerResponse[] = [];
  const server = createServer((request, response) => {
    const { method = "", url: path = "", headers } = request;
    seen.push(`${method} ${path}`);
    const { authorization } = headers;
    const what = interfere({ method, path, ...(authorization === undefined ? {} : { authorization }) });
    if (what === "hang") return void hanging.push(response);
    if (what === "refuse login") return refuseLogin(response);
    if (what === "refuse push") return refusePush(response);
    const [host, port] = target.split(":");
    const onward = send({ host, port, method, path, headers }, (answer) => {
      if (what === "pass, then refuse") {
        answer.resume();
        response.writeHead(400, { "content-type": "application/json" });
        response.end('{"errors":[{"code":"TAG_INVALID","message":"the tag is immutable"}]}');
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    dropHanging: () => {
      for (const response of hanging.splice(0)) response.destroy();
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function refuseLogin(response: ServerResponse): void {
  response.writeHead(401, { "www-authenticate": 'Basic realm="test"', "content-type": "application/json" });
  response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
}

function refusePush(response: ServerResponse): void {
  response.writeHead(403, { "content-type": "application/json" });
  response.end('{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}');
}
