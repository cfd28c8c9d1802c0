/** Measures texts in columns of a terminal. */
export interface TextWidth {
  of(text: string): number;
  /** The text, or its beginning and an ellipsis when it is wider. */
  cut(text: string, columns: number): string;
}

const ELLIPSIS = "…";
const COLORS_OFF = "\x1b[0m";

/** Loads the measure; it is an ECMAScript module, and only a live display needs it. */
export async function loadTextWidth(): Promise<TextWidth> {
  const { default: truncated } = await import("fast-string-truncated-width");
  const whole = { limit: Number.POSITIVE_INFINITY };
  return {
    of: (text) => truncated(text, whole).width,
    cut: (text, columns) => {
      const limit = Math.max(1, columns);
      const { index, ellipsed } = truncated(text, { limit, ellipsis: ELLIPSIS, ellipsisWidth: 1 });
      if (!ellipsed) return text;
      const cut = text.slice(0, index);
      return `${cut}${ELLIPSIS}${cut.includes("\x1b") ? COLORS_OFF : ""}`;
    },
  };
}
