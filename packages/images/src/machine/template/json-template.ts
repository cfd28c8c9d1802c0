import { blocksOf } from "./blocks";
import type { Attributes, Template, TemplateBlock, TemplateVariable } from "./template";

/**
 * A template of the old kind.
 * @see https://developer.hashicorp.com/packer/docs/templates/legacy_json_templates
 */
function jsonTemplate(file: Attributes, folder: string): Template {
  return {
    kind: "json",
    folder,
    variables: Object.entries(blocksOf(file.variables)[0] ?? {}).map(toVariable),
    sources: blocksOf(file.builders).map((attributes) => {
      const type = String(attributes.type);
      const name = typeof attributes.name === "string" ? attributes.name : type;
      return { type, attributes, names: [name], label: `builder "${name}"` };
    }),
    provisioners: blocksOf(file.provisioners).map(toProvisioner),
    locals: undefined,
    plugins: false,
  };
}

/** `null` is a value that must be given. */
function toVariable([name, value]: [string, unknown]): TemplateVariable {
  return { name, default: value ?? undefined };
}

function toProvisioner(attributes: Attributes): TemplateBlock {
  const type = String(attributes.type);
  return { type, attributes, label: `provisioner "${type}"` };
}

export { jsonTemplate };
