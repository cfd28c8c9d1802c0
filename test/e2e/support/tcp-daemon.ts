import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A Docker daemon's socket behind a TCP port of 127.0.0.1, as a remote daemon has one. */
export interface TcpDaemon {
  readonly host: string;
  /** Connections that were made to it. */
  readonly connections: () => number;
  close(): void;
}

export async function behindTcp(host: string): Promise<TcpDaemon> {
  const open = new Set<Socket>();
  let connections = 0;
  // Half-open: the end of a command's input is not the end of its output.
  const server = createServer({ allowHalfOpen: true }, (near) => {
    connections += 1;
    const far = connect({ ...target(host), allowHalfOpen: true });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function target(host: string): { readonly path: string } | { readonly host: string; readonly port: number } {
  const url = new URL(host);
  return url.protocol === "unix:"
    ? { path: url.pathname }
    : { host: url.hostname, port: Number(url.port || 2375) };
}
