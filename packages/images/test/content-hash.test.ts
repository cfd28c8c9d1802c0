// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Dockerfiles have variables
import { chmodSync, cpSync, renameSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { type ImageContentArgs, imageContentHash } from "../src/index";
import { type FileSpec, folderWith, removeFolders, writeFiles } from "./support/files";

const FILES = {
  Dockerfile: "ARG A=1\nFROM scratch AS base\nCOPY . /app\nFROM base AS web\n",
  "app.js": "console.log('é')\n",
  "bin/run": { executable: "#!/bin/sh\n" },
  "current.js": { link: "app.js" },
  empty: { folder: true },
} as const;

/** The hash of a context with these files. */
function hashOf(files: Readonly<Record<string, FileSpec>>, args: Partial<ImageContentArgs> = {}): string {
  return imageContentHash({ context: folderWith(files), ...args });
}

describe("The content hash of an image", () => {
  afterEach(removeFolders);

  // A changed value here rebuilds every user's images: it is a breaking change.
  it("is frozen for a small context", () => {
    expect(hashOf(FILES)).to.equal("32ec91bcd0918a1e3afa5349f27dbd7058f3bb3bc7de543694caf7ec3ead6f1d");
  });

  it("is frozen for a build with every option", () => {
    const files = {
      ...FILES,
      Dockerfile: "ARG BASE\nFROM ${BASE} AS web\nCOPY --from=nginx:1 / /\n",
      ".dockerignore": "*.log\n",
      "debug.log": "x",
      "Dockerfile.lock.json": lock({
        "node:22": { digest: digest("a") },
        "nginx:1": { imageId: digest("b") },
      }),
    };
    const buildArgs = { BASE: "node:22", Z: "", A: "1" };
    const platforms = ["linux/arm64", "linux/amd64"];
    expect(hashOf(files, { buildArgs, platforms, target: "web" })).to.equal(
      "e80a8480dff92346f0671681792abd38ec6f8dd2f205b1f5edd6a0354514e8ae",
    );
  });

  const original = () => hashOf(FILES);
  const changes: Record<string, () => string> = {
    "a file's bytes": () => hashOf({ ...FILES, "app.js": "console.log('e')\n" }),
    "a file's path": () => hashOf({ ...without(FILES, "app.js"), "App.js": FILES["app.js"] }),
    "the executable bit": () => hashOf({ ...FILES, "bin/run": "#!/bin/sh\n" }),
    "where a symlink points": () => hashOf({ ...FILES, "current.js": { link: "bin/run" } }),
    "a symlink made a file": () => hashOf({ ...FILES, "current.js": FILES["app.js"] }),
    "an empty folder": () => hashOf(without(FILES, "empty")),
    "the Dockerfile": () => hashOf({ ...FILES, Dockerfile: `${FILES.Dockerfile}# more\n` }),
    "what .dockerignore leaves out": () => hashOf({ ...FILES, ".dockerignore": "app.js\n.dockerignore\n" }),
    "a build argument": () => hashOf(FILES, { buildArgs: { A: "2" } }),
    "a build argument's name": () => hashOf(FILES, { buildArgs: { B: "2" } }),
    "an empty build argument": () => hashOf(FILES, { buildArgs: { A: "" } }),
    "the target": () => hashOf(FILES, { target: "base" }),
    "the platform": () => hashOf(FILES, { platforms: ["linux/amd64"] }),
  };
  for (const [what, changed] of Object.entries(changes)) {
    it(`changes with ${what}`, () => {
      expect(changed()).to.not.equal(original());
    });
  }

  it("tells all of these apart from each other", () => {
    const hashes = Object.values(changes).map((changed) => changed());
    expect(new Set(hashes).size).to.equal(hashes.length);
  });

  it("changes with a Dockerfile outside of the context, and not with where that lies", () => {
    const elsewhere = (text: string) =>
      join(folderWith({ "deep/Web.Dockerfile": text }), "deep/Web.Dockerfile");
    const hash = (text: string) => hashOf({ "a.txt": "a" }, { dockerfile: elsewhere(text) });
    expect(hash("FROM scratch\n")).to.equal(hash("FROM scratch\n")).and.not.equal(hash("FROM scratch\n#\n"));
  });

  it("changes when the pin of a base image changes, and not with a pin that is not used", () => {
    const base = { Dockerfile: "FROM node:22\n" };
    const pinned = (images: object) => hashOf({ ...base, "Dockerfile.lock.json": lock(images) });
    const one = pinned({ "node:22": { digest: digest("a") } });
    expect(pinned({ "node:22": { digest: digest("b") } })).to.not.equal(one);
    expect(pinned({ "node:22": { imageId: digest("a") } })).to.not.equal(one);
    expect(pinned({ "node:22": { digest: digest("a") }, "nginx:1": { digest: digest("c") } })).to.equal(one);
  });

  it("does not depend on place, times, permissions other than execution, or what is ignored", () => {
    const here = folderWith({ ...FILES, ".dockerignore": "*.log\n" });
    const there = join(folderWith({}), "another/checkout");
    cpSync(here, there, { recursive: true, verbatimSymlinks: true });
    writeFiles(there, { "debug.log": "x" });
    utimesSync(join(there, "app.js"), 1, 1);
    chmodSync(join(there, "app.js"), 0o600);
    chmodSync(join(there, "bin"), 0o700);
    chmodSync(join(there, "bin/run"), 0o711);
    expect(imageContentHash({ context: there })).to.equal(imageContentHash({ context: here }));
  });

  it("does not depend on the order of build arguments and platforms, or a platform's spelling", () => {
    const one = hashOf(FILES, { buildArgs: { A: "1", B: "2" }, platforms: ["linux/amd64", "linux/arm64"] });
    const two = hashOf(FILES, {
      buildArgs: { B: "2", A: "1" },
      platforms: ["linux/aarch64", "linux/x86_64", "linux/arm64/v8"],
    });
    expect(two).to.equal(one);
  });

  it("takes the Dockerfile's own ignore file first, and then no other", () => {
    const files = { ...FILES, "a.log": "a", "b.log": "b", ".dockerignore": "a.log\n" };
    const own = { ...files, "Dockerfile.dockerignore": "b.log\n" };
    expect(hashOf({ ...own, "b.log": "changed" })).to.equal(hashOf(own));
    expect(hashOf({ ...own, "a.log": "changed" })).to.not.equal(hashOf(own));
    expect(hashOf({ ...files, "a.log": "changed" })).to.equal(hashOf(files));
  });

  it("is the same for a context that was only renamed", () => {
    const context = folderWith(FILES);
    const before = imageContentHash({ context });
    renameSync(join(context, "app.js"), join(context, "b.js"));
    renameSync(join(context, "b.js"), join(context, "app.js"));
    expect(imageContentHash({ context })).to.equal(before);
  });

  it("is another one for any two different sets of files and build arguments", () => {
    const name = fc.constantFrom("a", "b", "ab", "c/a", "c/b");
    const text = fc.constantFrom("", "a", "b", "ab", "path", "a\0b");
    const content = fc.record({
      files: fc.dictionary(name, text, { maxKeys: 4 }),
      buildArgs: fc.dictionary(fc.constantFrom("a", "b", "ab"), text, { maxKeys: 2 }),
    });
    const dockerfile = join(folderWith({ Dockerfile: "FROM scratch\n" }), "Dockerfile");
    fc.assert(
      fc.property(content, content, (one, two) => {
        const [first, second] = [one, two].map(({ files, buildArgs }) =>
          imageContentHash({ context: folderWith({ ...files }), dockerfile, buildArgs: { ...buildArgs } }),
        );
        expect(first === second).to.equal(stable(one) === stable(two));
      }),
      { numRuns: 60 },
    );
  });
});

/** Text that two contents share exactly when they are equal. */
function stable({ files, buildArgs }: { files: object; buildArgs: object }): string {
  return JSON.stringify([Object.entries(files).sort(), Object.entries(buildArgs).sort()]);
}

function without<T extends object>(object: T, key: keyof T): Omit<T, keyof T> & Record<string, FileSpec> {
  const { [key]: _, ...rest } = object;
  return rest as Omit<T, keyof T> & Record<string, FileSpec>;
}

function lock(images: object): string {
  return JSON.stringify({ version: 1, images });
}

function digest(digit: string): string {
  return `sha256:${digit.repeat(64)}`;
}
