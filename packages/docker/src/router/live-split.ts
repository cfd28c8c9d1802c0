import type { Split } from "@anew/core";
import type { Attached, GroupFile } from "./group-file";
import { RouterError } from "./router-error";
import { splitOf, weightsOf } from "./weights";

/** The split that running weights make; one that cannot be had exactly is read back as it was asked for. */
function liveSplit(file: GroupFile, weight: (slot: string) => number): Split {
  const live = Object.fromEntries(
    Object.entries(byGeneration(file.servers)).map(([generation, servers]) => [
      generation,
      servers.map((server) => weight(server.slot)),
    ]),
  );
  const { written } = file;
  if (written !== undefined && Object.keys(written).every((generation) => live[generation] !== undefined)) {
    const asked = weightsOf(written, counts(file.servers));
    const same = Object.keys(live).every((one) => live[one]!.join() === asked[one]!.join());
    if (same) return shares(written);
  }
  return splitOf(live);
}

/** The servers of a group with the weights that a split gives them. */
function withWeights(servers: readonly Attached[], split: Split): Attached[] {
  const weights = weightsOf(split, counts(servers));
  return Object.entries(byGeneration(servers)).flatMap(([generation, list]) =>
    list.map((server, i) => ({ ...server, weight: weights[generation]![i]! })),
  );
}

/** A split without its zeros. @throws RouterError when it does not sum to 100 or to nothing, or names who has no server */
function verifySplit(split: Split, file: GroupFile): Split {
  const given = shares(split);
  const sum = Object.values(given).reduce((a, b) => a + b, 0);
  const whole = Object.keys(given).length === 0 || Math.abs(sum - 100) < 1e-6;
  if (!whole || Object.values(split).some((share) => !(share >= 0))) {
    throw new RouterError(
      "input",
      `split: got ${JSON.stringify(split)}, expected percents that sum to 100, or none`,
    );
  }
  const missing = Object.keys(given).filter((one) => !file.servers.some((s) => s.generation === one));
  if (missing.length > 0) {
    throw new RouterError(
      "conflict",
      `no traffic for ${missing.join(", ")} of ${file.group}: no server of it is attached to the router`,
    );
  }
  return given;
}

function shares(split: Split): Record<string, number> {
  return Object.fromEntries(Object.entries(split).filter(([, share]) => share > 0));
}

function byGeneration(servers: readonly Attached[]): Record<string, Attached[]> {
  const all: Record<string, Attached[]> = {};
  for (const server of servers) {
    all[server.generation] ??= [];
    all[server.generation]!.push(server);
  }
  return all;
}

function counts(servers: readonly Attached[]): Record<string, number> {
  return Object.fromEntries(Object.entries(byGeneration(servers)).map(([one, list]) => [one, list.length]));
}

export { liveSplit, verifySplit, withWeights };
