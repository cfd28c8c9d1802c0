import type { Terminal } from "../terminal.js";
import type { Display, View } from "./display.js";
import { painter } from "./paint.js";
import { PlainDisplay } from "./plain-display.js";

/** The display that fits the terminal. @param out - where lines go */
export async function makeDisplay(view: View, terminal: Terminal, out: NodeJS.WriteStream): Promise<Display> {
  const paint = painter(terminal.color);
  if (!terminal.live) return new PlainDisplay(view, paint, (line) => void out.write(`${line}\n`));
  const [{ LiveDisplay }, { loadTextWidth }] = await Promise.all([
    import("./live-display.js"),
    import("./text-width.js"),
  ]);
  // Some terminals do not know their size.
  const screen = {
    get columns() {
      return out.columns || 80;
    },
    get rows() {
      return out.rows || 24;
    },
    write: (text: string) => void out.write(text),
  };
  return new LiveDisplay(view, paint, screen, await loadTextWidth());
}
