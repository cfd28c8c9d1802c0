/** Values that a template's expressions may use. */
interface Scope {
  /** What `path.root` and, in the old kind, `template_dir` mean; relative to the context. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The value of a text of a template, where that is plain: literals, variables, the template's folder. Undefined for what
 * only Packer can work out.
 */
function evaluate(text: string, { folder, variables }: Scope): string | undefined {
  let known = true;
  const fill = (value: unknown): string => {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      return String(value);
    known = false;
    return "";
  };
  const filled = text
    .replace(/\$\{\s*path\.(root|cwd)\s*\}/g, (_, which) => (which === "root" ? folder : "."))
    .replace(/\{\{\s*template_dir\s*\}\}/g, folder)
    .replace(/\$\{\s*var\.([\w-]+)\s*\}/g, (_, name) => fill(variables[name]))
    .replace(/\{\{\s*user `([^`]+)`\s*\}\}/g, (_, name) => fill(variables[name]));
  return known && !/\$\{|%\{|\{\{/.test(filled) ? filled : undefined;
}

export type { Scope };
export { evaluate };
