import type { InputProblems } from "@anew/core";
import type { MachineDefinition } from "../definition/definition";
import { HASH_VARIABLE } from "../definition/variables";
import { BUILDERS, HASH_TAG } from "../store/builders";
import type { Template, TemplateSource } from "./template";

/** The image must carry its hash, or the next update could not find it. Whether it does is seen after the build once more. */
function checkTags(
  { kind, variables, locals }: Template,
  { type, label, attributes }: TemplateSource,
  { template }: MachineDefinition,
  problems: InputProblems,
): void {
  const { tagAttributes, tagLines } = BUILDERS[type]!;
  const tags = JSON.stringify(tagAttributes.map((name) => attributes[name]));
  // An expression may take them from a local.
  const text = /local\./.test(tags) ? tags + JSON.stringify(locals) : tags;
  const tagged = text.includes(HASH_TAG) && text.includes(HASH_VARIABLE);
  const declared = variables.some(({ name }) => name === HASH_VARIABLE);
  if (tagged && declared) return;
  const lines = [
    ...(declared
      ? []
      : kind === "hcl"
        ? [`variable "${HASH_VARIABLE}" {`, "  type = string", "}"]
        : [`in "variables": "${HASH_VARIABLE}": null`]),
    ...(tagged ? [] : [`in ${label}:`, ...tagLines[kind].map((line) => `  ${line}`)]),
  ];
  problems.add({
    property: "template",
    given: template,
    expected: "a template that tags its image with the content hash",
    fix: ["add", ...lines.map((line) => `    ${line}`)].join("\n"),
  });
}

export { checkTags };
