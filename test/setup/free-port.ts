import { readFileSync } from "node:fs";
import { createServer } from "node:net";

/** The first port that the system gives to whoever asks for any: Linux' own default where it can't be read. */
const FIRST_GIVEN = 32_768;
const FIRST = 15_000;
const taken = new Set<number>();

/**
 * A TCP port of 127.0.0.1 that is free. It lies below those that the system gives away, to a connection or a server that
 * asks for any: so it is still free when it is used, though that may be a minute later.
 */
export async function freePort(): Promise<number> {
  const end = firstGiven();
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (end - FIRST));
    if (!taken.has(port) && (await isFree(port))) {
      taken.add(port);
      return port;
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function firstGiven(): number {
  try {
    const range = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8");
    const first = Number.parseInt(range, 10);
    return first > FIRST + 1_000 ? first : FIRST_GIVEN;
  } catch {
    return FIRST_GIVEN; // not Linux
  }
}
