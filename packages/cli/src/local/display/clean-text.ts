import { stripVTControlCharacters } from "node:util";

const ESCAPE = "\u001b";
const COLOR = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`);
const COLORS_OFF = `${ESCAPE}[0m`;

/**
 * A text of a program or a provider as it may stand among lines: nothing in it moves the cursor or clears the screen.
 * @param colors - whether its own colors may stay
 */
export function cleanText(text: string, colors: boolean): string {
  // What a carriage return would have written over is not shown.
  const lines = text.split(/\r?\n/).map((line) => line.slice(line.trimEnd().lastIndexOf("\r") + 1));
  const parts = lines.join("\n").split(COLOR);
  const kept = parts.map((part, at) => (at % 2 === 0 ? withoutControls(part) : colors ? part : ""));
  return colors && parts.length > 1 ? `${kept.join("")}${COLORS_OFF}` : kept.join("");
}

function withoutControls(text: string): string {
  return [...stripVTControlCharacters(text)]
    .filter((char) => char >= " " || char === "\n" || char === "\t")
    .join("");
}
