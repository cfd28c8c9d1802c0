import { posix } from "node:path";
import type { InputProblems } from "@anew/core";
import type { MachineDefinition } from "../definition/definition";
import { inside } from "../definition/inside";
import { textsOf } from "./blocks";
import { evaluate, type Scope } from "./evaluate";
import type { Template, TemplateBlock } from "./template";

/** Attributes that name files on the machine that builds, by provisioner; `*` stands for every block. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  "*": ["user_data_file"],
  file: ["source", "sources"],
  shell: ["script", "scripts"],
  "shell-local": ["script", "scripts"],
  powershell: ["script", "scripts"],
  "windows-shell": ["script", "scripts"],
  ansible: ["playbook_file", "galaxy_file", "inventory_file", "inventory_directory"],
  "ansible-local": [
    "playbook_file",
    "playbook_files",
    "playbook_dir",
    "playbook_paths",
    "role_paths",
    "group_vars",
    "host_vars",
    "galaxy_file",
    "inventory_file",
  ],
};

/** Functions that read a file, with its path as they are mostly called. */
const READS = /\b(?:file|filebase64|templatefile|fileset)\(\s*"((?:[^"\\]|\\.)*)"/g;

/**
 * Files that the template reads must be in the copy that Packer sees, or the hash would not cover them. What a text only
 * has when Packer runs cannot be checked here: outside of the copy, Packer does not find it.
 */
function checkPaths(
  { sources, provisioners }: Template,
  definition: MachineDefinition,
  scope: Scope,
  problems: InputProblems,
): void {
  for (const block of [...sources, ...provisioners]) {
    for (const [name, text] of pathsIn(block)) {
      const path = evaluate(text, scope);
      if (path !== undefined)
        checkPath(path, `${block.label}: ${name} = ${JSON.stringify(text)}`, definition, problems);
    }
  }
}

function pathsIn({ type, attributes }: TemplateBlock): [name: string, text: string][] {
  // It comes from the new machine, or is made while the build runs.
  const elsewhere = type === "file" && (attributes.direction === "download" || attributes.generated === true);
  const named = elsewhere ? [] : [...(PATHS["*"] ?? []), ...(PATHS[type] ?? [])];
  return [
    ...named.flatMap((name) => textsOf(attributes[name]).map((text): [string, string] => [name, text])),
    ...Object.entries(attributes).flatMap(([name, value]) =>
      textsOf(value).flatMap((text) =>
        [...text.matchAll(READS)].map((call): [string, string] => [name, call[1] ?? ""]),
      ),
    ),
  ];
}

function checkPath(
  path: string,
  given: string,
  { context, paths }: MachineDefinition,
  problems: InputProblems,
): void {
  const place = inside(path);
  if (place === undefined) {
    const name = posix.basename(path);
    problems.add({
      property: "template",
      given,
      expected: `a path in the context (${context})`,
      fix: `bring it in and write its new place here: extraFiles: { ${JSON.stringify(name)}: ${JSON.stringify(path)} }, seen from the program's folder`,
    });
  } else if (place !== "." && !paths.includes(place)) {
    const fix =
      "there is nothing, or .packerignore excludes it; paths start at the context, where Packer runs";
    problems.add({ property: "template", given, expected: "a file or folder of the context", fix });
  }
}

export { checkPaths };
