import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Colors a text, or leaves it. */
export type Paint = (style: Style, text: string) => string;

/** @param on - whether the reader wants colors and can see them */
export function painter(on: boolean): Paint {
  return on ? (style, text) => styleText(style, text) : (_, text) => text;
}
