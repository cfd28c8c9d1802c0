/**
 * Parses JSON.
 * @param name - what the text is, for messages
 * @throws Error naming the line and the column at which the text is broken
 */
export function parseJson(text: string, name: string): unknown {
  if (text.trim() === "") {
    const size = text === "" ? "is empty" : "holds nothing but white space";
    throw new Error(`${name} ${size}, as a file can be after a power cut`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${name} is broken at ${position(text, message)}: ${message}`);
  }
}

/** Line and column from 1; a text that only ends too early is broken at its end. */
function position(text: string, message: string): string {
  const found = /position (\d+)/.exec(message)?.[1];
  const before = text.slice(0, found === undefined ? text.length : Number(found));
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  return `line ${line}, column ${column}`;
}
