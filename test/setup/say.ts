let mark = "anew: ";

/** Says what the set-up does, in one line if it can. On the error stream, so that a last line of JSON stays the last line. */
export function say(line: string): void {
  process.stderr.write(`${line.replace(/^/gm, mark)}\n`);
}

/** Begins every line with something else. */
export function markLines(text: string): void {
  mark = text;
}
