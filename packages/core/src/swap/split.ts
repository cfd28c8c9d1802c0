import type { Split } from "../router";

/** The split that gives everything to one generation. */
function allTo(generation: string): Split {
  return { [generation]: 100 };
}

/** The generations that receive traffic, heaviest first. */
function receivers(split: Split): string[] {
  return Object.keys(split)
    .filter((generation) => (split[generation] ?? 0) > 0)
    .sort((a, b) => (split[b] ?? 0) - (split[a] ?? 0) || (a < b ? -1 : 1));
}

/**
 * Whether two splits are the same. Routers keep weights as small integers, so a share may come back rounded:
 * shares count as equal within one percent, but nothing never equals something.
 */
function sameSplit(a: Split, b: Split): boolean {
  const generations = new Set([...receivers(a), ...receivers(b)]);
  for (const generation of generations) {
    const left = a[generation] ?? 0;
    const right = b[generation] ?? 0;
    if (left > 0 !== right > 0 || Math.abs(left - right) > 1) {
      return false;
    }
  }
  return true;
}

/** Gives `percent` to one generation and divides the rest over the others as `base` does. */
function stepTowards(target: string, percent: number, base: Split): Split {
  const others = receivers(base).filter((generation) => generation !== target);
  const total = others.reduce((sum, generation) => sum + (base[generation] ?? 0), 0);
  if (others.length === 0 || percent >= 100) {
    return allTo(target);
  }
  const split: Record<string, number> = { [target]: percent };
  let rest = 100 - percent;
  others.forEach((generation, index) => {
    const share =
      index === others.length - 1 ? rest : Math.round(((100 - percent) * (base[generation] ?? 0)) / total);
    split[generation] = share;
    rest -= share;
  });
  return split;
}

/** A split for people: "3f2a91c0 90 %, 91bc04aa 10 %", or "nothing". */
function describeSplit(split: Split): string {
  const parts = receivers(split).map((generation) => `${generation} ${split[generation]} %`);
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

export { allTo, describeSplit, receivers, sameSplit, stepTowards };
