/** How many steps may be under way at once; the others wait in line. */
export class Places {
  private readonly waiting: (() => void)[] = [];
  private opened = false;

  constructor(private free: number) {}

  /** Resolves when there is a place. */
  async take(): Promise<void> {
    if (this.free > 0 || this.opened) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Gives a place to the next in line. */
  leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free++;
  }

  /** Lets everybody in, because nothing is done any more. */
  open(): void {
    this.opened = true;
    for (const wake of this.waiting.splice(0)) wake();
  }
}
