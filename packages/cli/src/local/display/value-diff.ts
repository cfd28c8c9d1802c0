/** What stands for a value that only the update itself will know; Pulumi's own text for it. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SECRET = "[secret]";

type Fields = Readonly<Record<string, unknown>>;

/** A line of a diff: its sign, its depth below the resource, and its text. */
export interface DiffLine {
  readonly sign: "+" | "-" | "~" | " ";
  readonly depth: number;
  readonly text: string;
}

/** Every field of an object as one that is added, removed or just there. */
export function allFields(fields: Fields, sign: DiffLine["sign"], depth = 0): DiffLine[] {
  return Object.entries(fields).flatMap(([key, value]) => whole(key, value, sign, depth));
}

/**
 * What differs between two objects. Secrets are masked on both sides, so which of them have changed has to be told.
 * @param secrets - top-level fields whose secret content has changed
 */
export function changedFields(olds: Fields, news: Fields, secrets: ReadonlySet<string>): DiffLine[] {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
  return keys.flatMap((key) => {
    const lines = changed(key, olds[key], news[key], 0);
    const hidden = lines.length === 0 && secrets.has(key) && JSON.stringify(news[key])?.includes(SECRET);
    return hidden ? [{ sign: "~" as const, depth: 0, text: `${key}: ${SECRET} => ${SECRET}` }] : lines;
  });
}

function changed(key: string, old: unknown, next: unknown, depth: number): DiffLine[] {
  if (JSON.stringify(old) === JSON.stringify(next)) return [];
  if (old === undefined) return whole(key, next, "+", depth);
  if (next === undefined) return whole(key, old, "-", depth);
  const [before, after] = [parts(old), parts(next)];
  if (!before || !after || Array.isArray(old) !== Array.isArray(next)) {
    return [{ sign: "~", depth, text: `${key}: ${text(old)} => ${text(next)}` }];
  }
  const [open, close] = Array.isArray(next) ? "[]" : "{}";
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const inner = keys.flatMap((name) => {
    const shown = Array.isArray(next) ? `[${name}]` : name;
    return changed(shown, before[name], after[name], depth + 1);
  });
  return [{ sign: "~", depth, text: `${key}: ${open}` }, ...inner, { sign: " ", depth, text: close! }];
}

function whole(key: string, value: unknown, sign: DiffLine["sign"], depth: number): DiffLine[] {
  const inner = parts(value);
  if (!inner || Object.keys(inner).length === 0) return [{ sign, depth, text: `${key}: ${text(value)}` }];
  const list = Array.isArray(value);
  return [
    { sign, depth, text: `${key}: ${list ? "[" : "{"}` },
    ...Object.entries(inner).flatMap(([name, item]) =>
      whole(list ? `[${name}]` : name, item, sign, depth + 1),
    ),
    { sign: " ", depth, text: list ? "]" : "}" },
  ];
}

/** The elements of a list or an object. */
function parts(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}

function text(value: unknown): string {
  if (value === UNKNOWN) return "[unknown]";
  if (value === SECRET) return SECRET;
  return JSON.stringify(value).replaceAll(`"${UNKNOWN}"`, "[unknown]");
}
