/** URNs, some of them with wildcards: `*` is any characters but a colon, `**` any at all. */
export class UrnPatterns {
  private readonly urns = new Set<string>();
  private readonly wildcards: RegExp[] = [];
  /** The URNs without wildcards, as given. */
  readonly literals: readonly string[];

  constructor(patterns: readonly string[] = []) {
    this.literals = patterns.filter((pattern) => !pattern.includes("*"));
    for (const urn of this.literals) this.urns.add(urn);
    for (const pattern of patterns) if (pattern.includes("*")) this.wildcards.push(matcher(pattern));
  }

  /** Whether there is any pattern; without one, every URN is meant. */
  get constrained(): boolean {
    return this.urns.size > 0 || this.wildcards.length > 0;
  }

  /** Whether a URN is meant. */
  contains(urn: string): boolean {
    return !this.constrained || this.urns.has(urn) || this.wildcards.some((wildcard) => wildcard.test(urn));
  }

  /** Another set with the same patterns. */
  copy(): UrnPatterns {
    const copy = new UrnPatterns(this.literals);
    for (const urn of this.urns) copy.urns.add(urn);
    copy.wildcards.push(...this.wildcards);
    return copy;
  }

  /** Adds a URN, where there are patterns already: none would stay all. */
  add(urn: string): void {
    if (this.constrained) this.urns.add(urn);
  }
}

function matcher(pattern: string): RegExp {
  const escaped = (text: string) => text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
  const parts = pattern.split("**").map((part) => part.split("*").map(escaped).join("[^:]*"));
  return new RegExp(`^${parts.join(".*")}$`);
}
