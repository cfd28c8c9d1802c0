import { type InputProblems, perRun } from "@anew/core";
import { isServiceName, MAX_SERVICE_NAME, PREVIEW_SUFFIX } from "./names";

/** Names that the components of one program have taken → the component that has it. */
const claims = perRun(() => new Map<string, string>());

/**
 * Notes a name that can't be a Service's, or that another component of the program has: both would be one object.
 * @param subject the component's type and name
 * @param namespace plain; two components of one name may be in two namespaces
 */
function claimName(
  subject: string,
  name: string,
  namespace: unknown,
  hasPreview: boolean,
  problems: InputProblems,
): void {
  const longest = MAX_SERVICE_NAME - (hasPreview ? PREVIEW_SUFFIX.length : 0);
  if (!isServiceName(name) || name.length > longest) {
    problems.add({
      property: "name",
      given: name,
      expected: `at most ${longest} lower case letters, digits and -, a letter first: it is the name of a Service`,
    });
    return;
  }
  for (const taken of hasPreview ? [name, name + PREVIEW_SUFFIX] : [name]) {
    const key = `${typeof namespace === "string" ? namespace : ""}/${taken}`;
    const owner = claims().get(key);
    if (owner !== undefined) {
      problems.add({
        property: "name",
        given: name,
        expected: `a name that no other component of the program has; ${owner} needs "${taken}" for itself`,
      });
    }
    claims().set(key, subject);
  }
}

export { claimName };
