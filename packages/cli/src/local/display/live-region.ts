import type { TextWidth } from "./text-width.js";

/** The part of a terminal that is needed here. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  write(text: string): void;
}

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
const CLEAR_BELOW = "\x1b[J";

/**
 * The last lines of a terminal, written over again and again, below lines that stay. What stays is written once and
 * scrolls away as usual, so a run may have more lines than the terminal.
 */
export class LiveRegion {
  private shown: readonly string[] = [];

  constructor(
    private readonly screen: Screen,
    private readonly width: TextWidth,
  ) {}

  /**
   * Writes lines that stay, and the region anew below them.
   * @param region - each line is cut to the terminal's width; no more lines than the terminal has
   */
  draw(lasting: readonly string[], region: readonly string[]): void {
    const { columns, rows } = this.screen;
    // One column stays free: some terminals wrap as soon as the last one is filled.
    const next = region.slice(0, Math.max(1, rows - 1)).map((line) => this.width.cut(line, columns - 1));
    if (
      lasting.length === 0 &&
      next.length === this.shown.length &&
      next.every((line, i) => line === this.shown[i])
    ) {
      return;
    }
    const above = lasting.map((line) => `${line}\n`).join("");
    this.screen.write(`${HIDE_CURSOR}${this.back()}${CLEAR_BELOW}${above}${next.join("\n")}`);
    this.shown = next;
  }

  /** Removes the region and gives the cursor back. */
  close(): void {
    this.screen.write(`${this.back()}${CLEAR_BELOW}${SHOW_CURSOR}`);
    this.shown = [];
  }

  /** To the region's first column and row. A terminal that was made narrower has wrapped its lines. */
  private back(): string {
    const { columns } = this.screen;
    const heights = this.shown.map((line) => Math.max(1, Math.ceil(this.width.of(line) / columns)));
    const up = heights.reduce((sum, height) => sum + height, 0) - 1;
    return up > 0 ? `\r\x1b[${up}A` : "\r";
  }
}
