import type { Split } from "@anew/core";

/** The largest weight of one server in HAProxy. */
const MAX_WEIGHT = 256;

/**
 * The weights of every generation's servers for a split: as near to the percentages as HAProxy's whole numbers from 0
 * to 256 can be, whatever the numbers of servers. A generation with a share has at least one server with a weight; with
 * a very small share beside a large one, some of its servers have none.
 * @param servers number of servers by generation
 */
function weightsOf(split: Split, servers: Readonly<Record<string, number>>): Record<string, number[]> {
  const shares = Object.keys(servers).map((generation) => [generation, split[generation] ?? 0] as const);
  // The total that makes the generation with the most per server reach the largest weight.
  const total = Math.min(
    ...shares.filter(([, share]) => share > 0).map(([g, share]) => (MAX_WEIGHT * servers[g]! * 100) / share),
  );
  return Object.fromEntries(
    shares.map(([generation, share]) => {
      const count = servers[generation]!;
      const sum = share > 0 ? Math.max(1, Math.round((total * share) / 100)) : 0;
      return [generation, spread(sum, count)];
    }),
  );
}

/** A sum as evenly as possible over a number of servers. */
function spread(sum: number, count: number): number[] {
  const low = Math.floor(sum / count);
  return Array.from({ length: count }, (_, i) => low + (i < sum - low * count ? 1 : 0));
}

/**
 * The split that weights make, in whole percents that sum to 100 (largest remainder); a generation with any weight has
 * at least 1. Empty when nothing has weight.
 */
function splitOf(weights: Readonly<Record<string, readonly number[]>>): Record<string, number> {
  const sums = Object.entries(weights)
    .map(([generation, list]) => ({ generation, sum: list.reduce((a, b) => a + b, 0) }))
    .filter(({ sum }) => sum > 0);
  const total = sums.reduce((a, { sum }) => a + sum, 0);
  const shares = sums.map(({ generation, sum }) => {
    const exact = (sum * 100) / total;
    return { generation, exact, percent: Math.max(1, Math.floor(exact)) };
  });
  let missing = 100 - shares.reduce((a, { percent }) => a + percent, 0);
  while (missing !== 0 && shares.length > 0) {
    const step = Math.sign(missing);
    const candidates = shares.filter(({ percent }) => step > 0 || percent > 1);
    if (candidates.length === 0) break;
    const next = candidates.reduce((a, b) =>
      step * (b.exact - b.percent) > step * (a.exact - a.percent) ? b : a,
    );
    next.percent += step;
    missing -= step;
  }
  return Object.fromEntries(shares.map(({ generation, percent }) => [generation, percent]));
}

export { MAX_WEIGHT, splitOf, weightsOf };
