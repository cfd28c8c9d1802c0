import type { InputProblems } from "@anew/core";
import { BUILDERS } from "../store/builders";
import { evaluate, type Scope } from "./evaluate";
import type { TemplateSource } from "./template";

/** What would make an image replace another, or build it where it is not looked for. */
function checkName(
  { type, label, attributes }: TemplateSource,
  scope: Scope,
  region: string | undefined,
  problems: InputProblems,
): void {
  const { nameAttribute, replacing, regionAttribute } = BUILDERS[type]!;
  const constant =
    typeof attributes[nameAttribute] === "string" ? evaluate(attributes[nameAttribute], scope) : undefined;
  if (constant !== undefined) {
    problems.add({
      property: "template",
      given: `${label}: ${nameAttribute} = "${constant}"`,
      expected: "a name that each build has for itself",
      fix: `append {{timestamp}}: ${nameAttribute} = "${constant}-{{timestamp}}"`,
    });
  }
  for (const name of replacing) {
    const value = attributes[name];
    if (value === undefined || value === false || value === "false") continue;
    problems.add({
      property: "template",
      given: `${label}: ${name} = ${JSON.stringify(value)}`,
      expected: `no ${name}, because it deletes the image that a rollback needs`,
    });
  }
  const own =
    typeof attributes[regionAttribute] === "string"
      ? evaluate(attributes[regionAttribute], scope)
      : undefined;
  if (own === undefined || region === undefined || own === region) return;
  problems.add({
    property: "connection.region",
    given: region,
    expected: `${own}, where ${label} builds`,
    fix: `or leave ${regionAttribute} out of the template: Packer gets connection.region`,
  });
}

export { checkName };
