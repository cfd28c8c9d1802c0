import type { Clock } from "@anew/core";

/**
 * A look that is not repeated before `everyMs` have passed: the swap and the drain look more often than AWS likes to be
 * asked. What failed is asked again at once.
 */
class Paced<T> {
  private last: { readonly at: number; readonly value: T } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly everyMs: number,
    private readonly look: () => Promise<T>,
  ) {}

  /** The value, and whether it was looked up now. */
  async get(): Promise<{ readonly value: T; readonly fresh: boolean }> {
    const now = this.clock.now();
    if (this.last !== undefined && now - this.last.at < this.everyMs) {
      return { value: this.last.value, fresh: false };
    }
    const value = await this.look();
    this.last = { at: this.clock.now(), value };
    return { value, fresh: true };
  }
}

export { Paced };
