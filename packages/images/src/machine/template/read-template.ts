import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { reasonOf } from "@anew/core";
import type { MachineDefinition } from "../definition/definition";
import { locate } from "../definition/locate";
import { HCL_FILE } from "../definition/template-path";
import { hclTemplate } from "./hcl-template";
import { jsonTemplate } from "./json-template";
import { type Attributes, type Template, TemplateError } from "./template";

/**
 * Reads a template: a file, or all of a folder.
 * @throws TemplateError that names the file and the place of what cannot be read
 */
async function readTemplate(definition: MachineDefinition): Promise<Template> {
  const { template } = definition;
  const isFile = /\.(hcl|json)$/.test(template);
  if (isFile && !HCL_FILE.test(template) && template.endsWith(".json")) {
    return jsonTemplate(readJson(definition, template), posix.dirname(template));
  }
  const files = isFile ? [template] : filesIn(template, definition.paths);
  const read = await Promise.all(files.map((file) => readHcl(definition, file)));
  return hclTemplate(read, isFile ? posix.dirname(template) : template);
}

function filesIn(folder: string, paths: readonly string[]): string[] {
  const start = folder === "." ? "" : `${folder}/`;
  return paths.filter(
    (path) => path.startsWith(start) && !path.slice(start.length).includes("/") && HCL_FILE.test(path),
  );
}

async function readHcl(definition: MachineDefinition, file: string): Promise<Attributes> {
  if (file.endsWith(".json")) return readJson(definition, file);
  // HashiCorp's own parser takes half a second to load; only an image's provider pays it.
  const { parse } = require("@cdktn/hcl2json") as typeof import("@cdktn/hcl2json");
  try {
    return await parse(file, readFileSync(locate(definition, file), "utf8"));
  } catch (error) {
    throw new TemplateError(reasonOf(error).replace(/^(?:Error: )?parse config: /, ""));
  }
}

function readJson(definition: MachineDefinition, file: string): Attributes {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(locate(definition, file), "utf8"));
  } catch (error) {
    throw new TemplateError(`${file}: ${reasonOf(error)}`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Attributes;
  throw new TemplateError(`${file}: it holds no object`);
}

export { readTemplate };
