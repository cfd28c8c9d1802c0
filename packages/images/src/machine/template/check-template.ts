import { type InputProblem, InputProblems } from "@anew/core";
import type { MachineDefinition } from "../definition/definition";
import { BUILDERS } from "../store/builders";
import { checkBase } from "./check-base";
import { checkName } from "./check-name";
import { checkPaths } from "./check-paths";
import { checkTags } from "./check-tags";
import { checkVariables, variablesOf } from "./check-variables";
import { readTemplate } from "./read-template";
import { type Template, TemplateError, type TemplateSource } from "./template";

/** What is given beside the definition: names, and for the region its value. */
interface Given {
  readonly secretVariables: readonly string[];
  readonly region?: string;
}

/**
 * What is wrong with a template, or with what it is given, as far as it can be known without running it: before
 * anything is created, and all at once.
 */
async function checkTemplate(definition: MachineDefinition, given: Given): Promise<readonly InputProblem[]> {
  const problems = new InputProblems();
  try {
    const template = await readTemplate(definition);
    checkVariables(template, definition, given.secretVariables, problems);
    const scope = { folder: template.folder, variables: variablesOf(template, definition) };
    checkPaths(template, definition, scope, problems);
    const source = theSource(template, definition, problems);
    if (source !== undefined) {
      checkTags(template, source, definition, problems);
      checkName(source, scope, given.region, problems);
      checkBase(source, definition, problems);
    }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    problems.add({
      property: "template",
      given: definition.template,
      expected: "a template that Packer reads",
      fix: error.message,
    });
  }
  return problems.list;
}

/** The one source that is built. */
function theSource(
  template: Template,
  { template: given, only }: MachineDefinition,
  problems: InputProblems,
): TemplateSource | undefined {
  const all = template.sources;
  const chosen = only === undefined ? all : all.filter(({ names }) => names.includes(only));
  const names = all.map((source) => source.names[0]).join(", ");
  const [source, second] = chosen;
  if (source === undefined) {
    const [property, value] = only === undefined ? ["template", given] : ["only", only];
    const expected = only === undefined ? "a build with a source" : `a source of the template: ${names}`;
    problems.add({ property, given: value, expected });
    return undefined;
  }
  if (second !== undefined) {
    const fix = "one MachineImage is one image: make one for each";
    problems.add({ property: "only", given: only, expected: `one of the template's sources: ${names}`, fix });
    return undefined;
  }
  if (Object.hasOwn(BUILDERS, source.type)) return source;
  const expected = `a source of a kind whose images can be looked up: ${Object.keys(BUILDERS).join(", ")}`;
  problems.add({ property: "template", given: source.label, expected });
  return undefined;
}

export { checkTemplate };
