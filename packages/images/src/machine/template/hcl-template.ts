import { blocksOf, labelled, textsOf } from "./blocks";
import type { Attributes, Template, TemplateBlock, TemplateSource, TemplateVariable } from "./template";

/**
 * A template in HCL, of the JSON that its files have become.
 * @see https://developer.hashicorp.com/packer/docs/templates/hcl_templates
 */
function hclTemplate(files: readonly Attributes[], folder: string): Template {
  const all = (name: string) => files.flatMap((file) => blocksOf(file[name]));
  const builds = all("build");
  return {
    kind: "hcl",
    folder,
    variables: [...declared(all("variable")), ...short(all("variables"))],
    sources: builds.flatMap((build) => sourcesOf(build, declaredSources(all("source")))),
    provisioners: builds.flatMap((build) => provisionersOf(build)),
    locals: [all("locals"), all("local"), all("data")],
    plugins: all("packer").some((block) => blocksOf(block.required_plugins).length > 0),
  };
}

function declared(blocks: readonly Attributes[]): TemplateVariable[] {
  return labelled(blocks).map(([name, block]) => ({ name, default: block.default }));
}

function short(blocks: readonly Attributes[]): TemplateVariable[] {
  return blocks.flatMap((block) => Object.entries(block).map(([name, value]) => ({ name, default: value })));
}

function declaredSources(blocks: readonly Attributes[]): Map<string, TemplateSource> {
  return new Map(
    labelled(blocks).flatMap(([type, byName]) =>
      labelled(byName).map(([name, attributes]): [string, TemplateSource] => {
        const label = `source "${type}" "${name}"`;
        return [`${type}.${name}`, { type, label, attributes, names: [`${type}.${name}`] }];
      }),
    ),
  );
}

/** The sources of one build: `sources = […]` names them, a `source` block adds attributes of its own. */
function sourcesOf(build: Attributes, known: ReadonlyMap<string, TemplateSource>): TemplateSource[] {
  const short = (name: string) => name.replace(/^source\./, "").replace(/^\$\{(?:source\.)?(.*)\}$/, "$1");
  const named = textsOf(build.sources).map((name): [string, Attributes] => [short(name), {}]);
  const blocks = labelled(build.source).map(([name, own]): [string, Attributes] => [short(name), own]);
  return [...named, ...blocks].flatMap(([name, own]) => {
    const source = known.get(name);
    if (source === undefined) return []; // Packer says so itself
    const names = typeof build.name === "string" ? [name, `${build.name}.${name}`] : [name];
    return [{ ...source, names, attributes: { ...source.attributes, ...own } }];
  });
}

function provisionersOf(build: Attributes): TemplateBlock[] {
  const all = [...labelled(build.provisioner), ...labelled(build["error-cleanup-provisioner"])];
  return all.map(([type, attributes]) => ({ type, attributes, label: `provisioner "${type}"` }));
}

export { hclTemplate };
