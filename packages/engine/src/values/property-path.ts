/** A path into nested properties: names and list indices. The name "*" stands for any of either. */
export type PropertyPath = readonly (string | number)[];

/**
 * Parses a path such as `root.list[0]["a key"]`, as `ignoreChanges` and `replaceOnChanges` take it.
 * @throws Error on an unclosed bracket or quote
 */
export function parsePath(text: string): PropertyPath {
  const path: (string | number)[] = [];
  let at = 0;
  if (text.startsWith(".")) throw new Error(`property path "${text}": expected a name or an index first`);
  while (at < text.length) {
    if (text[at] === ".") {
      at++;
      if (at === text.length) throw new Error(`property path "${text}": expected a name or an index last`);
      if (text[at] === "[") continue;
    }
    if (text[at] === "[") {
      const [element, end] = text[at + 1] === '"' ? quoted(text, at) : index(text, at);
      path.push(element);
      at = end;
    } else {
      const rest = text.slice(at);
      const length = rest.search(/[.[]/);
      path.push(length < 0 ? rest : rest.slice(0, length));
      at = length < 0 ? text.length : at + length;
    }
  }
  return path;
}

function quoted(text: string, at: number): [string, number] {
  let key = "";
  let i = at + 2;
  for (; i < text.length && text[i] !== '"'; i++) {
    if (text[i] === "\\" && text[i + 1] === '"') i++;
    key += text[i];
  }
  if (text[i] !== '"') throw new Error(`property path "${text}": a closing quote is missing`);
  if (text[i + 1] !== "]") throw new Error(`property path "${text}": a closing bracket is missing`);
  return [key, i + 2];
}

function index(text: string, at: number): [string | number, number] {
  const end = text.indexOf("]", at);
  if (end < 0) throw new Error(`property path "${text}": a closing bracket is missing`);
  const segment = text.slice(at + 1, end);
  if (segment === "*") return ["*", end + 1];
  if (!/^[+-]?\d+$/.test(segment)) throw new Error(`property path "${text}": "${segment}" is no index`);
  return [Number(segment), end + 1];
}

/** The text of a path, in the form that {@link parsePath} reads. */
export function formatPath(path: PropertyPath): string {
  return path
    .map((element, position) => {
      if (typeof element === "number") return `[${element}]`;
      if (/[^A-Za-z0-9_]/.test(element)) return `["${element.replaceAll('"', '\\"')}"]`;
      return position === 0 ? element : `.${element}`;
    })
    .join("");
}

/** Whether `path` names `other` or something around it; "*" in `path` matches any element. */
export function pathContains(path: PropertyPath, other: PropertyPath): boolean {
  return path.length <= other.length && path.every((element, i) => element === "*" || element === other[i]);
}
