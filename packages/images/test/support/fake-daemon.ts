import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { extract } from "tar-stream";

/** What stands in for a Docker daemon and keeps the last build context that it was sent. */
export interface FakeDaemon {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Paths in the last context; folders end with a slash. */
  readonly context: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** A daemon that answers a ping and takes builds, but builds nothing. */
export async function startFakeDaemon(): Promise<FakeDaemon> {
  let paths: readonly string[] = [];
  const server = createServer(async (request, response) => {
    response.setHeader("Api-Version", "1.41");
    response.setHeader("Ostype", "linux");
    const body = await buffer(request);
    if (/\/build\?/.test(request.url ?? "")) {
      paths = await listTar(body);
      response.end(`${JSON.stringify({ stream: "Successfully built 0\n" })}\n`);
    } else {
      response.end("OK");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `tcp://127.0.0.1:${port}`,
    context: () => paths,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function listTar(bytes: Buffer): Promise<string[]> {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const archive = extract();
  const paths: string[] = [];
  // The docker command leaves out the zeros at the end of an archive that it has changed.
  archive.end(Buffer.concat([plain, Buffer.alloc(2048 - (plain.length % 512))]));
  for await (const entry of archive) {
    paths.push(entry.header.name);
    entry.resume();
  }
  return paths;
}
