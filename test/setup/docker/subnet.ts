import { readFileSync } from "node:fs";

/** The second bytes of 10.x.0.0/16 that are tried, far from what routers and clouds hand out. */
const CANDIDATES = Array.from({ length: 50 }, (_, i) => 200 + i);

/** A 10.x.0.0/16 that no route of this machine and none of those in `taken` touches: its second byte. */
export function freeSubnet(
  taken: readonly number[],
  routes: string = readRoutes(),
  candidates: readonly number[] = CANDIDATES,
): number {
  const used = new Set([...taken, ...secondBytesOfTen(routes)]);
  const free = candidates.find((x) => !used.has(x));
  if (free === undefined) {
    throw new Error(`no subnet 10.${candidates[0]}.0.0/16 to 10.${candidates.at(-1)}.0.0/16 is free`);
  }
  return free;
}

/** The second bytes of every route inside 10.0.0.0/8, of /proc/net/route: hexadecimal, the first byte last. */
export function secondBytesOfTen(routes: string): readonly number[] {
  return routes
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"))
    .filter(([, destination, , , , , , mask]) => destination?.endsWith("0A") && mask !== "00000000")
    .map(([, destination]) => Number.parseInt(destination?.slice(4, 6) ?? "", 16))
    .filter((byte) => !Number.isNaN(byte));
}

function readRoutes(): string {
  return readFileSync("/proc/net/route", "utf8");
}
