import type { InputProblems } from "@anew/core";
import type { MachineDefinition } from "../definition/definition";
import { BUILDERS } from "../store/builders";
import type { TemplateSource } from "./template";

/** A base that is searched for can move, and then one hash would mean two images. */
function checkBase(
  { type, label, attributes }: TemplateSource,
  { template }: MachineDefinition,
  problems: InputProblems,
): void {
  const { movingBase, pinnedBase } = BUILDERS[type]!;
  if (attributes[movingBase] === undefined) return;
  problems.add({
    property: "template",
    given: `${template}: ${label}: ${movingBase}`,
    expected: "a base image by id, so that one hash always means one image",
    fix: pinnedBase,
  });
}

export { checkBase };
