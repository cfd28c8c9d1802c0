import type { InputProblems } from "@anew/core";
import type { MachineDefinition } from "../definition/definition";
import { HASH_VARIABLE } from "../definition/variables";
import type { Template } from "./template";

/** Values that are known beforehand. What a file of values says is Packer's business. */
function variablesOf({ variables }: Template, definition: MachineDefinition): Record<string, unknown> {
  const defaults = Object.fromEntries(variables.map(({ name, default: value }) => [name, value]));
  if (definition.varFiles.length > 0 || hasAutoFiles(definition)) return { ...definition.variables };
  return { ...defaults, ...definition.variables, [HASH_VARIABLE]: undefined };
}

function checkVariables(
  { variables, kind }: Template,
  definition: MachineDefinition,
  secretVariables: readonly string[],
  problems: InputProblems,
): void {
  const names = variables.map(({ name }) => name);
  const expected =
    names.length === 0
      ? "no variable, for the template has none"
      : `a variable of the template: ${names.join(", ")}`;
  const given = [
    ...Object.keys(definition.variables).map((name) => ["variables", name] as const),
    ...secretVariables.map((name) => ["secretVariables", name] as const),
  ];
  for (const [property, name] of given) {
    if (!names.includes(name)) problems.add({ property, given: name, expected });
    else if (kind === "json" && typeof definition.variables[name] === "object") {
      const text = "a text, a number or a boolean, because the template is of the old kind";
      problems.add({ property: `${property}.${name}`, given: definition.variables[name], expected: text });
    }
  }
  if (definition.varFiles.length > 0 || hasAutoFiles(definition)) return;
  for (const { name, default: value } of variables) {
    if (value !== undefined || name === HASH_VARIABLE || given.some(([, one]) => one === name)) continue;
    const fix = `give it in variables, or in secretVariables if it is secret`;
    problems.add({
      property: `variables.${name}`,
      given: undefined,
      expected: "a value, for it has no default",
      fix,
    });
  }
}

/** Packer reads these by itself. */
function hasAutoFiles({ paths }: MachineDefinition): boolean {
  return paths.some((path) => /\.auto\.pkrvars\.(hcl|json)$/.test(path));
}

export { checkVariables, variablesOf };
