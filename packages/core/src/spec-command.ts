import type { ArgReader } from "./arg-reader";

/** A program and its arguments, or arguments alone. */
export interface CommandTexts {
  /** Undefined when nothing was given. */
  readonly texts?: readonly string[];
  /** Paths of those that are secret. */
  readonly secrets: readonly string[];
}

/** @param least `1` for what must name a program */
export function readCommand(command: ArgReader, least: 0 | 1): CommandTexts {
  const items = command.items("an array of texts; there is no shell that would split one");
  if (Array.isArray(command.raw) && items.length < least) {
    command.refuse("at least one text: the program", "leave it out to run the image's own");
  }
  const texts = items.map((item) => {
    if (item.absent) item.refuse("a text");
    return item.text("a text") ?? "";
  });
  const secrets = items.filter((item) => item.secret).map((item) => item.path);
  return texts.length === 0 ? { secrets } : { texts, secrets };
}
