import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What a test's registry got, without headers that do not matter. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization?: string;
  readonly body: string;
}

export interface FakeRegistry {
  /** `127.0.0.1:port`, as it stands before a repository. */
  readonly address: string;
  readonly seen: readonly SeenRequest[];
  readonly stop: () => Promise<void>;
}

export type Answer = (request: SeenRequest, response: ServerResponse) => void;

/** A registry on a free port of 127.0.0.1 that answers as a test wants. */
export async function startFakeRegistry(answer: Answer): Promise<FakeRegistry> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const noted = await note(request);
    seen.push(noted);
    answer(noted, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function note(request: IncomingMessage): Promise<SeenRequest> {
  const body = (await buffer(request)).toString("utf8");
  const { authorization } = request.headers;
  const seen = { method: request.method ?? "", path: request.url ?? "", body };
  return authorization === undefined ? seen : { ...seen, authorization };
}
