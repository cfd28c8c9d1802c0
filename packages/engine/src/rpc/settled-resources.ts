interface Entry {
  readonly custom: boolean;
  /** Whether a custom resource has no id, because its creation is still to come. */
  readonly absent: boolean;
}

/** Which resources this run has made: whether a function may already look at what it depends on. */
export class SettledResources {
  private readonly entries = new Map<string, Entry>();
  private readonly children = new Map<string, string[]>();
  /** How many registrations are under way below a parent. */
  private readonly inFlight = new Map<string, number>();
  private waiting: (() => void)[] = [];

  /** Notes a registration under way. @returns what to call at its end */
  begin(parent: string): () => void {
    this.inFlight.set(parent, (this.inFlight.get(parent) ?? 0) + 1);
    return () => {
      this.inFlight.set(parent, this.inFlight.get(parent)! - 1);
      this.wake();
    };
  }

  add(urn: string, parent: string, custom: boolean, id: string): void {
    if (!this.entries.has(urn)) {
      const siblings = this.children.get(parent) ?? [];
      this.children.set(parent, [...siblings, urn]);
    }
    this.entries.set(urn, { custom, absent: custom && id === "" });
    this.wake();
  }

  /**
   * Whether something among these resources does not exist yet. A component stands for everything below it, so what is
   * being registered below it is waited for.
   */
  async anyAbsent(urns: readonly string[]): Promise<boolean> {
    for (;;) {
      const { absent, components } = this.expand(urns);
      if (absent) return true;
      if (![...components].some((urn) => (this.inFlight.get(urn) ?? 0) > 0)) return false;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private expand(urns: readonly string[]): { absent: boolean; components: Set<string> } {
    const components = new Set<string>();
    const frontier = [...urns];
    for (let urn = frontier.pop(); urn !== undefined; urn = frontier.pop()) {
      const entry = this.entries.get(urn);
      if (entry?.absent) return { absent: true, components };
      if (!entry || entry.custom || components.has(urn)) continue;
      components.add(urn);
      frontier.push(...(this.children.get(urn) ?? []));
    }
    return { absent: false, components };
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
