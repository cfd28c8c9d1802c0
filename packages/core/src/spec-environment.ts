import type { ArgReader } from "./arg-reader";

/** Texts by name, those that are secret apart from the others. */
export interface SecretAndPlain {
  readonly plain: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string>>;
}

/** Environment variables of `env` and `secretEnv`; a secret value in `env` counts as one of `secretEnv`. */
export function readEnvironment(env: ArgReader, secretEnv: ArgReader): SecretAndPlain {
  const expected = "an object: name → text";
  const plainMembers = env.members(expected);
  const names = new Set(plainMembers.map(([name]) => name));
  const secretMembers = secretEnv.hidden().members(expected);
  for (const [name, value] of [...plainMembers, ...secretMembers]) checkName(name, value);
  for (const [name, value] of secretMembers) {
    if (names.has(name))
      value.refuseName(name, "a name that is not also in env", "leave it in one of the two");
  }
  return splitBySecrecy([...plainMembers, ...secretMembers]);
}

/** Reads each value as a text, and puts those that are secret apart. */
export function splitBySecrecy(members: readonly [key: string, value: ArgReader][]): SecretAndPlain {
  const plain: [string, string][] = [];
  const secret: [string, string][] = [];
  for (const [key, value] of members) {
    const expected = "a text; numbers and booleans have to be written as one";
    // A value that went missing is a mistake: the program would run without it.
    if (value.absent) value.refuse(expected, "leave the whole entry out");
    const text = value.text(expected);
    if (text !== undefined) (value.secret ? secret : plain).push([key, text]);
  }
  return { plain: Object.fromEntries(plain), secret: Object.fromEntries(secret) };
}

function checkName(name: string, value: ArgReader): void {
  if (name === "" || /[=\0]/.test(name)) {
    value.refuseName(
      name,
      'a variable name that is not empty and has no "=" and no NUL',
      "rename the variable",
    );
  } else if (/[\s\p{Cc}\p{Surrogate}]/u.test(name)) {
    value.refuseName(
      name,
      "a variable name without white space and control characters",
      "rename the variable",
    );
  }
}
