import { Terminal } from "@xterm/headless";
import { expect } from "chai";
import { LiveRegion } from "../src/local/display/live-region";
import { loadTextWidth, type TextWidth } from "../src/local/display/text-width";

/** A terminal in memory that a region draws on. */
class Screen {
  private readonly terminal: Terminal;
  private written: Promise<void> = Promise.resolve();

  constructor(
    public columns: number,
    public rows: number,
  ) {
    this.terminal = new Terminal({
      cols: columns,
      rows,
      scrollback: 100,
      allowProposedApi: true,
      convertEol: true,
    });
  }

  write(text: string): void {
    this.written = new Promise((resolve) => this.terminal.write(text, resolve));
  }

  async resize(columns: number): Promise<void> {
    await this.written;
    this.columns = columns;
    this.terminal.resize(columns, this.rows);
  }

  async lines(): Promise<string[]> {
    await this.written;
    const { active } = this.terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, at) =>
      active.getLine(at)!.translateToString(true),
    );
    while (lines.at(-1) === "") lines.pop();
    return lines;
  }
}

describe("A live region", () => {
  let width: TextWidth;
  before(async () => {
    width = await loadTextWidth();
  });

  it("is written over in place, below what stays", async () => {
    const screen = new Screen(20, 6);
    const region = new LiveRegion(screen, width);
    region.draw(["heading"], ["a", "b"]);
    expect(await screen.lines()).to.deep.equal(["heading", "a", "b"]);
    region.draw([], ["a 1", "b", "c"]);
    expect(await screen.lines()).to.deep.equal(["heading", "a 1", "b", "c"]);
    region.draw(["a done"], ["b"]);
    expect(await screen.lines()).to.deep.equal(["heading", "a done", "b"]);
    region.close();
    expect(await screen.lines()).to.deep.equal(["heading", "a done"]);
  });

  it("lets what stays scroll away, whole, when it is more than the terminal has lines", async () => {
    const screen = new Screen(20, 4);
    const region = new LiveRegion(screen, width);
    for (let at = 0; at < 10; at++) region.draw([`done ${at}`], ["x", "y", "z", "one too many"]);
    region.close();
    expect(await screen.lines()).to.deep.equal(Array.from({ length: 10 }, (_, at) => `done ${at}`));
  });

  it("cuts lines by the columns that they take, colors and wide characters considered", async () => {
    const screen = new Screen(10, 5);
    const region = new LiveRegion(screen, width);
    const color = (text: string) => `\x1b[31m${text}\x1b[39m`;
    region.draw([], ["123456789", "1234567890", "日本語日本語", `${color("red")} and more`]);
    expect(await screen.lines()).to.deep.equal(["123456789", "12345678…", "日本語日…", "red and …"]);
    region.draw([], ["x"]);
    expect(await screen.lines()).to.deep.equal(["x"]);
  });

  it("leaves nothing over when the terminal was made narrower meanwhile", async () => {
    const screen = new Screen(30, 10);
    const region = new LiveRegion(screen, width);
    region.draw(["stays"], ["a line of twenty-six chars", "second"]);
    await screen.resize(12);
    region.draw([], ["short"]);
    expect(await screen.lines()).to.deep.equal(["stays", "short"]);
  });
});
