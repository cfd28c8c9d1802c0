import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** What stands for a value in a text. */
const VALUE = "…";

/**
 * Every text that the sources below the folders hold, concatenations put together, with `…` in place of what is only
 * known at run time.
 */
export function sourceTexts(folders: readonly string[]): ReadonlySet<string> {
  const texts = new Set<string>();
  for (const source of sources(folders)) collect(source, texts);
  return texts;
}

/** The texts of all errors that the sources make: the last text among the arguments of `new …Error(…)` and the like. */
export function errorTexts(folders: readonly string[]): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isNewExpression(node) &&
      /Error$|^NotHealthy$|^StillServing$|^RouterDown$/.test(node.expression.getText())
    ) {
      const texts = (node.arguments ?? []).map(textOf).filter((text) => text !== undefined);
      found.push(...texts.slice(-1));
    }
    ts.forEachChild(node, visit);
  };
  for (const source of sources(folders)) visit(source);
  return found;
}

function sources(folders: readonly string[]): ts.SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => {
        const text = readFileSync(join(folder, file), "utf8");
        return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
      }),
  );
}

function collect(node: ts.Node, texts: Set<string>): void {
  const text = textOf(node);
  if (text !== undefined && text !== VALUE) for (const line of text.split("\n")) texts.add(line.trim());
  ts.forEachChild(node, (child) => collect(child, texts));
}

/** The text of a literal, a template or a sum of them; undefined for anything else. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => VALUE + literal.text).join("");
  }
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined && right === undefined ? undefined : (left ?? VALUE) + (right ?? VALUE);
  }
  return undefined;
}

/** Whether a documented line is in the sources: the whole of a text, or a part of one that is long enough to be told apart. */
export function isInSources(line: string, texts: ReadonlySet<string>): boolean {
  const wanted = line.trim();
  return [...texts].some((text) => text === wanted || (wanted.length >= 20 && text.includes(wanted)));
}
