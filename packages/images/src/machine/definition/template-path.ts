import type { InputProblems } from "@anew/core";
import { pathKind } from "../../definition/path-kind";
import { MUST_BE_PLAIN } from "../../definition/read-context";
import { inside } from "./inside";
import { IGNORE_FILE } from "./read-ignore-file";

/** What Packer reads in a folder. */
const HCL_FILE = /\.pkr\.(hcl|json)$/;

interface ContextPaths {
  /** The context as the user wrote it. */
  readonly given: string;
  readonly context: string;
  readonly paths: readonly string[];
}

/** The template, relative to the context. */
function readTemplatePath(
  given: unknown,
  { given: written, context, paths }: ContextPaths,
  problems: InputProblems,
): string {
  if (given !== undefined && (typeof given !== "string" || given === "")) {
    problems.add({ property: "template", given, expected: "a path in the context", fix: MUST_BE_PLAIN });
    return ".";
  }
  const path = inside(given ?? ".");
  if (path !== undefined && isTemplate(path, paths)) return path;
  const expected = "a .pkr.hcl file, a .json template, or a folder with .pkr.hcl files, in the context";
  problems.add({
    property: "template",
    given,
    expected,
    fix: whyNot(given, path, { given: written, context, paths }),
  });
  return ".";
}

function isTemplate(path: string, paths: readonly string[]): boolean {
  if (/\.(hcl|json)$/.test(path)) return paths.includes(path);
  const start = path === "." ? "" : `${path}/`;
  return paths.some(
    (file) => file.startsWith(start) && !file.slice(start.length).includes("/") && HCL_FILE.test(file),
  );
}

function whyNot(
  given: string | undefined,
  path: string | undefined,
  { given: written, context, paths }: ContextPaths,
): string {
  if (given === undefined) return `${context} has no .pkr.hcl file; name the template`;
  if (path === undefined)
    return `it leads out of the context: give the folder that holds all that the template uses as the context`;
  const stripped = given.replace(/^\.\//, "");
  const prefix = `${written.replace(/^\.\//, "").replace(/\/$/, "")}/`;
  const relative = stripped.startsWith(prefix) ? stripped.slice(prefix.length) : "";
  if (relative !== "" && isTemplate(relative, paths)) {
    return `write ${JSON.stringify(relative)}: the path starts at the context, where Packer runs`;
  }
  const kind = pathKind(`${context}/${path}`);
  if (kind === undefined) return `there is nothing at ${context}/${path}`;
  return paths.includes(path) ? `${context}/${path} is none` : `${IGNORE_FILE} excludes it`;
}

function readVarFiles(given: unknown, paths: readonly string[], problems: InputProblems): string[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) {
    problems.add({ property: "varFiles", given, expected: "a list of paths in the context" });
    return [];
  }
  return given.flatMap((file: unknown, index) => {
    const path = typeof file === "string" ? inside(file) : undefined;
    if (path !== undefined && paths.includes(path)) return [path];
    const fix =
      path === undefined
        ? "bring one from elsewhere in with extraFiles"
        : "there is none, or .packerignore excludes it";
    problems.add({ property: `varFiles[${index}]`, given: file, expected: "a file in the context", fix });
    return [];
  });
}

export { HCL_FILE, readTemplatePath, readVarFiles };
