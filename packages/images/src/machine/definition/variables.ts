import { canonicalJson, type InputProblems, type Json } from "@anew/core";
import type { VariableValue } from "../content-args";

/** The variable by which the template learns the hash that it tags its image with. */
const HASH_VARIABLE = "anew_content_hash";

const NAME = /^[A-Za-z_][\w-]*$/;

function readVariables(given: unknown, problems: InputProblems): Record<string, VariableValue> {
  if (given !== undefined && (typeof given !== "object" || given === null || Array.isArray(given))) {
    problems.add({ property: "variables", given, expected: "an object of names and plain values" });
    return {};
  }
  const entries = Object.entries(given ?? {}) as [string, VariableValue][];
  return Object.fromEntries(
    entries.filter(([name, value]) => {
      const named = checkVariableName("variables", name, problems);
      return isPlain(value, `variables.${name}`, problems) && named;
    }),
  );
}

function checkVariableName(property: string, name: string, problems: InputProblems): boolean {
  if (name === HASH_VARIABLE) {
    const expected = `no ${HASH_VARIABLE}`;
    problems.add({
      property,
      given: name,
      expected,
      fix: "it is given by MachineImage itself: leave it out",
    });
    return false;
  }
  if (NAME.test(name)) return true;
  problems.add({ property, given: name, expected: "names of letters, digits, - and _" });
  return false;
}

function isPlain(value: unknown, property: string, problems: InputProblems): boolean {
  const fix = "an Output cannot be hashed at construction; a secret belongs in secretVariables";
  try {
    if (value === null || value === undefined) throw new TypeError("nothing");
    canonicalJson(value as Json);
    return true;
  } catch {
    // Not the value: it may be an Output of a secret.
    problems.add({ property, given: typeof value, expected: "a plain value that JSON can say", fix });
    return false;
  }
}

export { checkVariableName, HASH_VARIABLE, readVariables };
