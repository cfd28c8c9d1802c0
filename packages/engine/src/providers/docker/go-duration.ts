const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Nanoseconds of a duration such as `1m30s`; 0 for what is none, as the real provider takes it. */
export function parseGoDuration(text: string): number {
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    total += Number(amount) * NANOSECONDS[unit!]!;
  }
  return Math.round(total);
}

/** The text that Go prints for so many nanoseconds: `1m0s`, `500ms`, `0s`. */
export function formatGoDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return "0s";
  if (nanoseconds < 1e3) return `${nanoseconds}ns`;
  if (nanoseconds < 1e6) return `${nanoseconds / 1e3}µs`;
  if (nanoseconds < 1e9) return `${nanoseconds / 1e6}ms`;
  const seconds = nanoseconds / 1e9;
  const minutes = Math.floor(seconds / 60);
  const rest = `${Number((seconds - minutes * 60).toFixed(9))}s`;
  if (minutes === 0) return rest;
  if (minutes < 60) return `${minutes}m${rest}`;
  return `${Math.floor(minutes / 60)}h${minutes % 60}m${rest}`;
}
