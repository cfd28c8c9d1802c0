/** A position as editors count it: line and UTF-16 unit, both from 0. */
interface Position {
  readonly line: number;
  readonly character: number;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Turns positions by line into offsets in the text. */
interface TextPlaces {
  offsets(range: Range): { start: number; end: number };
  /** The line on which a range starts, from 1. */
  line(range: Range): number;
}

/** A line ends with CR, LF or CR LF, as in the editors' protocol that the Dockerfile's parser follows. */
function textPlaces(text: string): TextPlaces {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length)];
  const offset = ({ line, character }: Position) => (starts[line] ?? text.length) + character;
  return {
    offsets: ({ start, end }) => ({ start: offset(start), end: offset(end) }),
    line: ({ start }) => start.line + 1,
  };
}

export type { TextPlaces };
export { textPlaces };
