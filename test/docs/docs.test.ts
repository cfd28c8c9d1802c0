import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { root } from "../setup/places";
import { chaptersOf, namedBy } from "./chapters";
import { commandProblem } from "./commands";
import { defaultProblems } from "./defaults";
import {
  anchorsOf,
  type CodeBlock,
  codeSpansOf,
  linkedFile,
  linksOf,
  type Page,
  readPages,
} from "./markdown";
import { errorText, ProgramRunner, typeErrors } from "./program";
import { errorTexts, isInSources, sourceTexts } from "./source-texts";

/** Blocks of TypeScript that are no whole programs: as few as can be. */
const MOST_FRAGMENTS = 6;

/** Errors that no user meets: they say that Anew itself is wrong, or are a part of another error's text. */
const NO_USERS = [
  "…: generation … was not declared",
  "generation … is planned but not in the history",
  "a generation that is pending is never released",
  "a switch needs a router, and this target gave none",
  "a generation's identity can't be read: got …",
  "a group's route can't be read: got …",
  "no answer within … s",
  "too late",
];

describe("the documentation", function () {
  this.timeout(120_000);
  const pages = readPages(root);
  const blocks = pages.flatMap((page) => page.blocks);
  const typescript = blocks.filter(({ language }) => language === "ts");
  const isFragment = ({ note }: CodeBlock) => note.startsWith("fragment: ");
  const isPart = (block: CodeBlock) => namedBy(block, "test") !== undefined;
  const wholes = typescript.filter((block) => !isFragment(block) && !isPart(block));
  const chapters = pages.flatMap(chaptersOf);
  const isTest = ({ note }: CodeBlock) => note === "test";
  const isFile = (block: CodeBlock) => namedBy(block, "file") !== undefined;
  const fails = ({ note }: CodeBlock) => note === "fails";
  const programs = wholes.filter((block) => !isTest(block) && !fails(block) && !isFile(block));

  it("has few fragments of code, each with the reason why it is none that runs", () => {
    const fragments = typescript.filter(isFragment);
    expect(fragments.length).to.be.at.most(MOST_FRAGMENTS);
    for (const { place, note } of fragments) expect(note.length, place).to.be.greaterThan(30);
  });

  it("has programs that compile", () => {
    expect(typeErrors([...wholes, ...chapters])).to.deep.equal([]);
  });

  describe("runs every program", () => {
    let runner: ProgramRunner;
    before(() => {
      runner = new ProgramRunner();
    });
    after(() => runner.remove());

    for (const block of programs) {
      it(`${block.place}: preview, up, and nothing to do in the next`, async () => {
        const stack = runner.stack(block.text);
        for (const result of [await stack.preview(), await stack.up()]) {
          expect(errorText(result), block.place).to.equal("");
          expect(result.lines, block.place).not.to.deep.equal([]);
        }
        const again = await stack.up();
        expect(errorText(again), block.place).to.equal("");
        expect(again.lines.filter((line) => !line.startsWith("same"))).to.deep.equal([]);
      });
    }

    for (const block of wholes.filter(fails)) {
      it(`${block.place}: fails with the text below it`, async () => {
        const next = blocks[blocks.indexOf(block) + 1];
        expect(next?.language, `the block after ${block.place}`).to.equal("text");
        const text = errorText(await runner.stack(block.text).preview());
        for (const line of next?.text.trim().split("\n") ?? []) expect(text).to.contain(line.trim());
      });
    }

    for (const block of wholes.filter(isTest)) {
      it(`${block.place}: is a test that passes`, async () => {
        expect(await runner.runTest(block.text), block.place).to.be.greaterThan(0);
      });
    }

    for (const { place, text, files } of chapters) {
      it(`${place}: is a test in several blocks that passes`, async () => {
        expect(await runner.runTest(text, files), place).to.be.greaterThan(1);
      });
    }
  });

  it("shows the example program as it is", () => {
    const example = readFileSync(join(root, "examples/docker-blue-green/index.ts"), "utf8");
    const [readme] = pages as [Page];
    expect(readme.blocks.map(({ text }) => text)).to.include(example);
  });

  it("has links and pictures that lead somewhere", () => {
    const byPath = new Map(pages.map((page) => [page.path, page]));
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((target) => !/^https:\/\//.test(target))
        .filter((target) => {
          const file = target.startsWith("#") ? page.path : linkedFile(page, target);
          const anchor = target.split("#")[1];
          if (!existsSync(join(root, file))) return true;
          const linked = byPath.get(file);
          return anchor !== undefined && linked !== undefined && !anchorsOf(linked).includes(anchor);
        })
        .map((target) => `${page.path}: ${target}`),
    );
    expect(broken).to.deep.equal([]);
  });

  it("can be reached from the README, every page of it", () => {
    const seen = new Set<string>(["README.md"]);
    for (const path of seen) {
      const page = pages.find((one) => one.path === path);
      for (const target of page ? linksOf(page) : []) {
        if (page && !/^https:|^#/.test(target)) seen.add(linkedFile(page, target));
      }
    }
    expect(pages.map(({ path }) => path).filter((path) => !seen.has(path))).to.deep.equal([]);
  });

  it("names commands that exist", async () => {
    const inBlocks = blocks
      .filter(({ language }) => language === "sh")
      .flatMap(({ place, text }) =>
        text
          .split("\n")
          .map((line) => line.replace(/\s+#.*$/, "").trim())
          .filter((line) => line !== "")
          .map((command) => ({ place, command })),
      );
    const inProse = pages.flatMap((page) =>
      codeSpansOf(page)
        .filter((code) => /^(npx|pulumi|anew) /.test(code))
        .map((command) => ({ place: page.path, command })),
    );
    const problems: string[] = [];
    for (const { place, command } of [...inBlocks, ...inProse]) {
      const problem = await commandProblem(command);
      if (problem !== undefined) problems.push(`${place}: ${command}: ${problem}`);
    }
    expect(problems).to.deep.equal([]);
  });

  it("lists every argument, with the default that the code has", () => {
    expect(defaultProblems(pages)).to.deep.equal([]);
  });

  it("explains every error of gate, switch and history", () => {
    const folders = [
      "core/src/provider",
      "core/src/swap",
      "core/src/group",
      "core/src/history",
      "docker/src/platform",
      "kubernetes/src/platform",
    ];
    const errors = pages.find(({ path }) => path === "docs/errors.md");
    const quoted = (errors?.blocks ?? [])
      .filter(({ note }) => note === "error")
      .flatMap(({ text }) => text.trim().split("\n"));
    const missing = errorTexts(folders.map((folder) => join(root, "packages", folder)))
      .filter((text) => !NO_USERS.includes(text))
      .filter((text) => !quoted.some((line) => text.includes(line)));
    expect(missing).to.deep.equal([]);
  });

  it("quotes errors as the code words them", () => {
    const texts = sourceTexts(
      ["core", "docker", "images", "kubernetes"].map((name) => join(root, "packages", name, "src")),
    );
    const errors = pages.find(({ path }) => path === "docs/errors.md");
    const quoted = (errors?.blocks ?? []).filter(
      ({ language, note }) => language === "text" && note === "error",
    );
    expect(quoted.length).to.be.greaterThan(20);
    const unknown = quoted.flatMap(({ place, text }) =>
      text
        .trim()
        .split("\n")
        .filter((line) => !isInSources(line, texts))
        .map((line) => `${place}: ${line}`),
    );
    expect(unknown).to.deep.equal([]);
  });
});
