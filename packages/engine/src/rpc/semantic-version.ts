const NUMBER = "(?:0|[1-9]\\d*)";
const SEMANTIC = new RegExp(
  `^(${NUMBER})\\.(${NUMBER})\\.(${NUMBER})(?:-([0-9A-Za-z.-]+))?(?:\\+([0-9A-Za-z.-]+))?$`,
);

/** A version as semver.org has it. */
export interface SemanticVersion {
  readonly numbers: readonly [number, number, number];
  readonly prerelease: readonly string[];
  readonly build: readonly string[];
}

/** @throws Error when the text is none, such as `v1.0.0` or `1.0` */
export function parseVersion(text: string): SemanticVersion {
  const match = SEMANTIC.exec(text);
  if (!match) throw new Error(`"${text}" is no semantic version; expected for example 1.2.3`);
  const [, major, minor, patch, prerelease, build] = match;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    prerelease: prerelease?.split(".") ?? [],
    build: build?.split(".") ?? [],
  };
}

/** Negative when the first is older; builds do not count. */
export function compareVersions(a: SemanticVersion, b: SemanticVersion): number {
  for (const [index, number] of a.numbers.entries()) {
    if (number !== b.numbers[index]) return number - b.numbers[index]!;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0)
    return b.prerelease.length - a.prerelease.length;
  for (let index = 0; index < Math.max(a.prerelease.length, b.prerelease.length); index++) {
    const order = compareIdentifiers(a.prerelease[index], b.prerelease[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareIdentifiers(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const numeric = [a, b].map((text) => /^\d+$/.test(text));
  if (numeric[0] && numeric[1]) return Number(a) - Number(b);
  if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
  return a < b ? -1 : 1;
}
