import type { CodeBlock, Page } from "./markdown";

/** A test that a page tells in several blocks, with the files that it needs. */
export interface Chapter {
  /** Where its first block stands. */
  readonly place: string;
  readonly text: string;
  /** By path, beside the test. */
  readonly files: ReadonlyMap<string, string>;
}

/** What the note `test: …` or `file: …` of a block names. */
export function namedBy(block: CodeBlock, kind: "file" | "test"): string | undefined {
  const prefix = `${kind}: `;
  return block.note.startsWith(prefix) ? block.note.slice(prefix.length) : undefined;
}

/** The tests of a page: blocks of one name, joined in their order. */
export function chaptersOf(page: Page): readonly Chapter[] {
  const files = new Map(
    page.blocks.flatMap((block) => {
      const path = namedBy(block, "file");
      return path === undefined ? [] : [[path, block.text] as const];
    }),
  );
  const chapters = new Map<string, { place: string; text: string }>();
  for (const block of page.blocks) {
    const name = namedBy(block, "test");
    if (name === undefined) continue;
    const { place, text } = chapters.get(name) ?? { place: block.place, text: "" };
    chapters.set(name, { place, text: `${text}${block.text}\n` });
  }
  return [...chapters.values()].map((chapter) => ({ ...chapter, files }));
}
