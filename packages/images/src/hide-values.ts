/** Shorter lines of a secret are not hidden: they would make holes in every message. */
const SHORTEST_HIDDEN = 4;

/** What puts `[secret]` in the place of each line of these values. */
function hideValues(values: readonly string[]): (line: string) => string {
  const hidden = values
    .flatMap((value) => value.split(/\r?\n/))
    .map((value) => value.trim())
    .filter((value) => value.length >= SHORTEST_HIDDEN);
  // Longest first, so that no value is hidden in part by another.
  hidden.sort((a, b) => b.length - a.length);
  return (line) => hidden.reduce((text, value) => text.replaceAll(value, "[secret]"), line);
}

export { hideValues };
