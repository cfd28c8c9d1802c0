import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A fenced block of code in a page. */
export interface CodeBlock {
  /** `docs/docker.md:12`, for messages. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
  /** What the HTML comment just above the block says, such as `fragment: …`. */
  readonly note: string;
}

/** A page of the documentation. */
export interface Page {
  /** Relative to the top of the clone. */
  readonly path: string;
  readonly blocks: readonly CodeBlock[];
  /** The text without its blocks of code. */
  readonly prose: string;
}

/** README.md and everything below docs/. */
export function readPages(root: string): readonly Page[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file));
  return ["README.md", ...docs.sort()].map((path) => parsePage(path, readFileSync(join(root, path), "utf8")));
}

export function parsePage(path: string, text: string): Page {
  const blocks: CodeBlock[] = [];
  const prose: string[] = [];
  let fence: { mark: string; language: string; line: number; lines: string[]; note: string } | undefined;
  text.split("\n").forEach((line, index) => {
    const [, mark = "", language = ""] = /^\s*(```+)(\w*)\s*$/.exec(line) ?? [];
    if (fence === undefined && mark !== "") {
      fence = { mark, language, line: index + 1, lines: [], note: noteAbove(prose) };
    } else if (fence !== undefined && mark === fence.mark && language === "") {
      const { lines, note } = fence;
      blocks.push({
        place: `${path}:${fence.line}`,
        language: fence.language,
        text: `${lines.join("\n")}\n`,
        note,
      });
      fence = undefined;
      prose.push("");
    } else if (fence === undefined) prose.push(line);
    else fence.lines.push(line);
  });
  if (fence !== undefined) throw new Error(`${path}:${fence.line}: a block of code that does not end`);
  return { path, blocks, prose: prose.join("\n") };
}

function noteAbove(prose: readonly string[]): string {
  const last = prose.findLast((line) => line.trim() !== "") ?? "";
  return /^<!--\s*(.*?)\s*-->$/.exec(last.trim())?.[1] ?? "";
}

/** Targets of links and pictures; code in the prose is passed over. */
export function linksOf({ prose }: Page): readonly string[] {
  const text = prose.replace(/`[^`]*`/g, "");
  return [
    ...[...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = ""]) => target),
    ...[...text.matchAll(/(?:src|srcset|href)="([^"]+)"/g)].map(([, target = ""]) => target),
  ];
}

/** Code in the prose. */
export function codeSpansOf({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, code = ""]) => code);
}

/** What a link to a heading has after the #, as GitHub makes it. */
export function anchorsOf({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Rows of the tables whose first column is a piece of code: the code → the cells. */
export function tableRows({ prose }: Page): ReadonlyMap<string, readonly string[]> {
  const rows = [...prose.matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)];
  return new Map(
    rows.map(([, name = "", rest = ""]) => [name, rest.split(/(?<!\\)\|/).map((cell) => cell.trim())]),
  );
}

/** The path of a link's file, relative to the top. */
export function linkedFile(page: Page, target: string): string {
  return relative(".", join(page.path, "..", target.split("#")[0] ?? ""));
}
