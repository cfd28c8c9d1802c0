/** One pattern of a `.dockerignore`. */
interface IgnorePattern {
  /** As cleaned, without its `!`. */
  readonly text: string;
  /** Whether it takes files back in (`!pattern`). */
  readonly negated: boolean;
  readonly matches: (path: string) => boolean;
}

/** Characters that mean something in a regular expression but nothing in a pattern. */
const PLAIN = new Set(".+()|{}$/");

/**
 * Compiles a pattern the way Docker does, quirks included: `**foo` is a plain suffix, `foo**` a plain prefix.
 *
 * @param text a cleaned pattern, maybe with a leading `!`
 * @throws RangeError when Docker would refuse it too, or read an escaped letter as a class of characters
 * @see https://github.com/moby/patternmatcher/blob/v0.6.0/patternmatcher.go `Pattern.compile`
 */
function compilePattern(text: string): IgnorePattern {
  const negated = text.startsWith("!");
  const pattern = negated ? text.slice(1) : text;
  if (pattern === "") throw new RangeError(`the pattern ${JSON.stringify(text)} names nothing`);
  return { text: pattern, negated, matches: matcherOf(pattern) };
}

function matcherOf(pattern: string): (path: string) => boolean {
  const { kind, source } = translate(pattern);
  switch (kind) {
    case "exact":
      return (path) => path === pattern;
    case "prefix": {
      const prefix = pattern.slice(0, -2);
      return (path) => path.startsWith(prefix);
    }
    case "suffix": {
      const suffix = pattern.slice(2);
      return (path) => path.endsWith(suffix) || (suffix.startsWith("/") && path === suffix.slice(1));
    }
    case "expression": {
      const expression = compileExpression(pattern, source);
      return (path) => expression.test(path);
    }
  }
}

type Kind = "exact" | "prefix" | "suffix" | "expression";

function translate(pattern: string): { kind: Kind; source: string } {
  const characters = [...pattern];
  let kind: Kind = "exact";
  let source = "";
  let inClass = false;
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] as string;
    if (character === "*" && characters[i + 1] === "*") {
      const first = i === 0;
      i += characters[i + 2] === "/" ? 2 : 1;
      if (i + 1 >= characters.length) {
        kind = kind === "exact" ? "prefix" : "expression";
        source += "[^\\n]*";
      } else {
        kind = "expression";
        source += "(?:[^\\n]*/)?";
      }
      if (first) kind = "suffix";
    } else if (character === "*" || character === "?") {
      source += character === "*" ? "[^/]*" : "[^/]";
      kind = "expression";
    } else if (character === "\\") {
      source += escaped(pattern, characters[++i], inClass);
      kind = "expression";
    } else if (character === "[" || character === "]") {
      source += (character === "[") === inClass ? `\\${character}` : character;
      inClass = character === "[";
      kind = "expression";
    } else {
      source += PLAIN.has(character) ? `\\${character}` : character;
    }
  }
  if (inClass) throw refuse(pattern, "has a [ without its ]");
  return { kind, source };
}

function escaped(pattern: string, next: string | undefined, inClass: boolean): string {
  if (next === undefined) throw refuse(pattern, "ends with a backslash");
  if (/[\p{L}\p{N}]/u.test(next)) throw refuse(pattern, "escapes a letter or digit");
  return /[\^$\\.*+?()[\]{}|/]/.test(next) || (next === "-" && inClass) ? `\\${next}` : next;
}

function compileExpression(pattern: string, source: string): RegExp {
  try {
    return new RegExp(`^(?:${source})$`, "u");
  } catch {
    throw refuse(pattern, "is not a pattern");
  }
}

function refuse(pattern: string, problem: string): RangeError {
  return new RangeError(`the pattern ${JSON.stringify(pattern)} ${problem}`);
}

export type { IgnorePattern };
export { compilePattern };
