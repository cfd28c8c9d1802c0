/** Values of build arguments; `undefined` is not set. */
type Variables = (name: string) => string | undefined;

/** A `FROM` line, or the default of an `ARG`, that cannot be worked out without building. */
class SubstitutionError extends Error {}

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME-word}`, `${NAME:+word}` and `${NAME+word}`, as the
 * Dockerfile's builder does. Words may hold variables again.
 *
 * @throws SubstitutionError for a form that is not known, or a variable that is not set
 * @see https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
function substitute(text: string, variables: Variables, escapeCharacter = "\\"): string {
  let result = "";
  let i = 0;
  while (i < text.length) {
    const character = text[i] as string;
    if (character === escapeCharacter && i + 1 < text.length) {
      result += text[i + 1];
      i += 2;
    } else if (character === '"' || character === "'") {
      const end = text.indexOf(character, i + 1);
      if (end === -1) throw new SubstitutionError(`has a ${character} without its end`);
      const quoted = text.slice(i + 1, end);
      result += character === "'" ? quoted : substitute(quoted, variables, escapeCharacter);
      i = end + 1;
    } else if (character !== "$") {
      result += character;
      i++;
    } else if (text[i + 1] === "{") {
      const end = closingBrace(text, i + 2);
      result += braced(text.slice(i + 2, end), variables, escapeCharacter);
      i = end + 1;
    } else {
      const name = /^[A-Za-z_]\w*/.exec(text.slice(i + 1))?.[0];
      if (name === undefined) throw new SubstitutionError("has a $ without a name after it");
      result += needed(name, variables);
      i += 1 + name.length;
    }
  }
  return result;
}

function braced(inside: string, variables: Variables, escapeCharacter: string): string {
  const [, name = "", operator = "", word = ""] = /^([A-Za-z_]\w*)(?:(:?[-+])(.*))?$/s.exec(inside) ?? [];
  if (name === "") throw new SubstitutionError(`has \${${inside}}, which is not understood`);
  if (operator === "") return needed(name, variables);
  const value = variables(name);
  const present = value !== undefined && (value !== "" || !operator.startsWith(":"));
  if (operator.endsWith("+")) return present ? substitute(word, variables, escapeCharacter) : "";
  return present ? value : substitute(word, variables, escapeCharacter);
}

function needed(name: string, variables: Variables): string {
  const value = variables(name);
  if (value === undefined) throw new SubstitutionError(`needs the build argument ${name}`);
  return value;
}

function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === "{") depth++;
    if (text[i] === "}" && --depth === 0) return i;
  }
  throw new SubstitutionError("has an opening brace without its end");
}

export type { Variables };
export { SubstitutionError, substitute };
