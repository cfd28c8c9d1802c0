// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Dockerfiles have variables
import { InputProblems } from "@anew/core";
import { expect } from "chai";
import { baseImages } from "../src/dockerfile/base-images";
import { readDockerfile } from "../src/dockerfile/dockerfile";
import { pinnedDockerfile } from "../src/dockerfile/pinned-dockerfile";
import { substitute } from "../src/dockerfile/substitute";

interface Options {
  readonly buildArgs?: Record<string, string>;
  readonly platforms?: readonly string[];
}

function read(text: string, { buildArgs = {}, platforms = [] }: Options = {}) {
  const problems = new InputProblems();
  const file = readDockerfile(text);
  const bases = baseImages(file, { buildArgs, platforms }, problems);
  return { file, bases, names: bases.map(({ name }) => name), problems: problems.list };
}

describe("The base images of a Dockerfile", () => {
  it("are those after FROM and --from, and the syntax; not stages, scratch or numbers", () => {
    const { names } = read(
      [
        "# syntax=docker/dockerfile:1",
        "FROM node:22 AS Build",
        "FROM scratch",
        "COPY --from=build a b",
        "COPY --from=0 a b",
        "COPY --chown=1:1 --from=busybox:1 a b",
        "RUN --mount=type=bind,from=alpine:3,target=/x --mount=type=cache,target=/c true",
        "RUN --mount=from=build,target=/y true",
        "ONBUILD COPY --from=nginx:1 a b",
        "from BUILD",
      ].join("\n"),
    );
    expect(names).to.deep.equal(["alpine:3", "busybox:1", "docker/dockerfile:1", "nginx:1", "node:22"]);
  });

  it("are not what stands in a here-document, a comment or a continued line", () => {
    const text = "FROM a:1\nRUN <<EOT\nFROM b:1\nEOT\n# FROM c:1\nRUN echo \\\n  FROM d:1\n";
    expect(read(text).names).to.deep.equal(["a:1"]);
  });

  it("are images where a stage of that name comes only later", () => {
    expect(read("FROM base\nFROM scratch AS base\n").names).to.deep.equal(["base"]);
  });

  it("have build arguments filled in: the given ones, else the defaults", () => {
    const text = "ARG VERSION=20\nARG BASE=node:${VERSION}-alpine\nFROM $BASE\n";
    expect(read(text).names).to.deep.equal(["node:20-alpine"]);
    expect(read(text, { buildArgs: { VERSION: "22" } }).names).to.deep.equal(["node:22-alpine"]);
    expect(read(text, { buildArgs: { BASE: "deno:2", OTHER: "x" } }).names).to.deep.equal(["deno:2"]);
  });

  it("take no build argument that the Dockerfile does not declare", () => {
    const { problems } = read("FROM $BASE\n", { buildArgs: { BASE: "node:22" } });
    expect(problems.map(({ property }) => property)).to.deep.equal(["buildArgs.BASE"]);
  });

  it("are pinned already by a digest or an image id", () => {
    const id = `sha256:${"a".repeat(64)}`;
    const { bases } = read(`FROM node:22@${id}\nFROM ${id}\nFROM node:22\n`);
    expect(bases.map(({ pinned }) => pinned)).to.deep.equal([false, true, true]);
  });

  it("are no images where the platform chooses between stages", () => {
    const text = "FROM scratch AS bin-amd64\nFROM scratch AS bin-arm64\nFROM bin-${TARGETARCH}\n";
    expect(read(text)).to.deep.include({ names: [], problems: [] });
    expect(read(text, { platforms: ["linux/amd64"] })).to.deep.include({ names: [], problems: [] });
  });

  it("may be named by the platform when there is just one", () => {
    const text = "FROM --platform=$BUILDPLATFORM web-$TARGETARCH:1\n";
    expect(read(text, { platforms: ["linux/arm64"] }).names).to.deep.equal(["web-arm64:1"]);
    expect(read(text).problems.map(({ property }) => property)).to.deep.equal(["platforms"]);
  });

  it("are refused with their line when they are no image names", () => {
    const [problem] = read("FROM scratch\nFROM My Image\n").problems;
    expect(problem?.property).to.equal("dockerfile");
    expect(problem?.fix).to.match(/^line 2: /);
  });

  it("are replaced by their pins in the text that is built, and nothing else is", () => {
    const text =
      "# syntax = docker/dockerfile:1\r\nFROM  --platform=linux/amd64 node:22 AS web\r\nRUN --mount=from=node:22,target=/x echo node:22 # é\r\nCOPY --from=node:22 node:22 /\r\nFROM busybox\r\n";
    const { file, bases } = read(text);
    const names = new Map([
      ["node:22", "node:22@sha256:1"],
      ["docker/dockerfile:1", "docker/dockerfile:1@sha256:2"],
    ]);
    expect(pinnedDockerfile(file.text, bases, names)).to.equal(
      "# syntax = docker/dockerfile:1@sha256:2\r\nFROM  --platform=linux/amd64 node:22@sha256:1 AS web\r\nRUN --mount=from=node:22@sha256:1,target=/x echo node:22 # é\r\nCOPY --from=node:22@sha256:1 node:22 /\r\nFROM busybox\r\n",
    );
  });
});

describe("Substitution of build arguments", () => {
  const variables = (name: string) => ({ A: "a", EMPTY: "" })[name];
  const cases: [string, string][] = [
    ["$A-${A}", "a-a"],
    ["${NONE:-x$A}", "xa"],
    ["${NONE:-${A:-y}}", "a"],
    ["${EMPTY:-x}", "x"],
    ["${EMPTY-x}", ""],
    ["${A:+x}", "x"],
    ["${EMPTY:+x}", ""],
    ["${EMPTY+x}", "x"],
    ["\\$A", "$A"],
    ["'$A'\"$A\"", "$Aa"],
  ];
  for (const [text, expected] of cases) {
    it(`makes ${text} into ${expected}`, () => {
      expect(substitute(text, variables)).to.equal(expected);
    });
  }
  for (const text of ["$NONE", "${NONE}", "${A#x}", "${A", "$", "'a"]) {
    it(`refuses ${text}`, () => {
      expect(() => substitute(text, variables)).to.throw();
    });
  }
});
