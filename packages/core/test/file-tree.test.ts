import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs, {
  appendFileSync,
  chmodSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import * as fc from "fast-check";
import { fileHash } from "../src/file-hash";
import { fileTreeHash, listFileTree } from "../src/file-tree";
import { FileTreeError } from "../src/file-tree-error";
import { removeTrees, type Tree, type TreeNode, writeTree } from "./temp-tree";

const file = (content: string | Uint8Array, executable = false): TreeNode => ({
  kind: "file",
  content,
  executable,
});
const link = (target: string): TreeNode => ({ kind: "symlink", target });
const hashOf = (tree: Tree) => fileTreeHash(writeTree(tree));

describe("file tree", () => {
  afterEach(removeTrees);

  it("is listed in the order of paths, directories included, with executable bits and symlink targets", () => {
    const root = writeTree({
      "b/run": file("#!/bin/sh", true),
      b10: file(""),
      "b-x": file(""),
      "b/link": link("../nowhere"),
      empty: { kind: "directory" },
      a: file(""),
    });
    expect(listFileTree(root)).to.deep.equal([
      { path: "a", kind: "file", executable: false },
      { path: "b", kind: "directory", executable: false },
      { path: "b-x", kind: "file", executable: false },
      { path: "b/link", kind: "symlink", executable: false, target: "../nowhere" },
      { path: "b/run", kind: "file", executable: true },
      { path: "b10", kind: "file", executable: false },
      { path: "empty", kind: "directory", executable: false },
    ]);
  });

  it("can leave out files and whole directories, without looking into them", () => {
    const root = writeTree({ "src/a.ts": file(""), "src/a.test.ts": file(""), "node_modules/x/y": file("") });
    const asked: string[] = [];
    const listed = listFileTree(root, (path, isDirectory) => {
      asked.push(isDirectory ? `${path}/` : path);
      return !path.endsWith(".test.ts") && path !== "node_modules";
    });
    expect(listed.map(({ path }) => path)).to.deep.equal(["src", "src/a.ts"]);
    expect(asked.sort()).to.deep.equal(["node_modules/", "src/", "src/a.test.ts", "src/a.ts"]);
  });

  it("can look into a directory and list it only for what it holds", () => {
    const root = writeTree({
      "docs/keep/x.md": file(""),
      "other/y.txt": file(""),
      "empty/z": { kind: "directory" },
    });
    const listed = listFileTree(root, (path, isDirectory) =>
      isDirectory ? "contents" : path.endsWith(".md"),
    );
    expect(listed.map(({ path }) => path)).to.deep.equal(["docs", "docs/keep", "docs/keep/x.md"]);
  });

  it("changes its hash with every byte, path, bit, target and empty directory", () => {
    const trees: Tree[] = [
      {},
      { a: file("") },
      { a: file("b") },
      { a: file("b", true) },
      { a: file("c") },
      { b: file("b") },
      { A: file("b") },
      { a: link("b") },
      { a: link("c") },
      { a: { kind: "directory" } },
      { "a/b": file("") },
      { "a/b": { kind: "directory" } },
      { a: file(""), b: file("") },
      { ab: file("") },
      { a: file("b\n") },
      { a: file("b\r\n") },
      { a: file(Buffer.from([0xff])) },
      { a: file(Buffer.from([0xfe])) },
      { é: file("") },
      { "e\u0301": file("") },
    ];
    expect(new Set(trees.map(hashOf))).to.have.lengthOf(trees.length);
  });

  it("hashes bytes, never text: a character across any border of pieces counts", () => {
    const around = 256 * 1024;
    const of = (character: string) => file(`${"x".repeat(around - 1)}${character}${"y".repeat(around)}`);
    expect(hashOf({ a: of("é") })).not.to.equal(hashOf({ a: of("è") }));
  });

  it("has the same hash at another place, with other times, made in another order", () => {
    const tree: Tree = {
      "z/y": file("1"),
      b: file("2", true),
      "a/link": link("../b"),
      "c/empty": { kind: "directory" },
    };
    const one = writeTree(tree);
    const two = writeTree(tree, "backward");
    utimesSync(join(two, "b"), 1, 1);
    utimesSync(join(two, "c"), 1, 1);
    expect(fileTreeHash(two)).to.equal(fileTreeHash(one));
  });

  it("sees a change although size and modification time are put back", () => {
    const root = writeTree({ a: file("one") });
    const before = fileTreeHash(root);
    const { atime, mtime } = statSync(join(root, "a"));
    writeFileSync(join(root, "a"), "two");
    utimesSync(join(root, "a"), atime, mtime);
    expect(fileTreeHash(root)).not.to.equal(before);
  });

  it("does not see the permissions that a umask decides", () => {
    const root = writeTree({ a: file("1"), "d/b": file("2", true) });
    const before = fileTreeHash(root);
    chmodSync(join(root, "a"), 0o600);
    chmodSync(join(root, "d"), 0o700);
    chmodSync(join(root, "d/b"), 0o700);
    expect(fileTreeHash(root)).to.equal(before);
  });

  it("has the same hash in another locale, time zone and working directory", () => {
    const root = writeTree({ ä: file(""), z: file(""), Z: file(""), "i/ı": file(""), "I/İ": file("") });
    const program = `console.log(require(process.argv[1]).fileTreeHash(process.argv[2]))`;
    const module = require.resolve("../src/file-tree");
    const hashes = ["C", "tr_TR.UTF-8", "sv_SE.UTF-8"].map((locale) => {
      const env = { ...process.env, LC_ALL: locale, LANG: locale, TZ: "Asia/Kathmandu" };
      const tsx = ["--require", require.resolve("tsx/cjs")];
      const run = spawnSync(process.execPath, [...tsx, "-e", program, module, root], {
        env,
        cwd: "/",
        encoding: "utf8",
      });
      expect(run.stderr).to.equal("");
      return run.stdout.trim();
    });
    expect(new Set([...hashes, fileTreeHash(root)])).to.have.lengthOf(1);
  });

  it("does not follow symlinks: neither into a loop nor out of the tree", () => {
    const root = writeTree({ "a/loop": link("."), out: link("/etc") });
    expect(listFileTree(root).map(({ path }) => path)).to.deep.equal(["a", "a/loop", "out"]);
  });

  it("follows a root that is itself a symlink, and a root with a slash at its end", () => {
    const root = writeTree({ a: file("1") });
    const alias = `${root}-alias`;
    symlinkSync(root, alias);
    try {
      expect(fileTreeHash(alias)).to.equal(fileTreeHash(root));
      expect(fileTreeHash(`${root}/`)).to.equal(fileTreeHash(root));
    } finally {
      rmSync(alias);
    }
  });

  it("takes odd names as they are: newlines, quotes, backslashes, leading dashes, both forms of ü", () => {
    const names = ["a\nb", "'\"", "a\\b", "-rf", " ", "\u00fc", "u\u0308", "\u{1f600}"];
    const root = writeTree(Object.fromEntries(names.map((name) => [name, file("")])));
    expect(listFileTree(root).map(({ path }) => path)).to.deep.equal(names.sort((a, b) => (a < b ? -1 : 1)));
  });

  it("refuses a name that is not valid UTF-8, and shows its bytes", () => {
    const root = writeTree({ ok: file("") });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]), "");
    expect(() => fileTreeHash(root)).to.throw(
      FileTreeError,
      `"${root}" holds a name that is not valid UTF-8: 'caf\\xe9'; rename or exclude it`,
    );
  });

  it("refuses a symlink to a name that is not valid UTF-8", () => {
    const root = writeTree({});
    symlinkSync(Buffer.from([0xe9]), join(root, "l"));
    expect(() => fileTreeHash(root)).to.throw(
      FileTreeError,
      `"${root}/l" points to a name that is not valid UTF-8`,
    );
  });

  it("refuses a named pipe, unless it is left out", () => {
    const root = writeTree({ a: file("") });
    expect(spawnSync("mkfifo", [join(root, "pipe")]).status).to.equal(0);
    expect(() => fileTreeHash(root)).to.throw(
      FileTreeError,
      `"${root}/pipe" is a named pipe, which cannot be part of a file tree; exclude it`,
    );
    expect(fileTreeHash(root, (path) => path !== "pipe")).to.equal(hashOf({ a: file("") }));
  });

  it("refuses a socket", async () => {
    const root = writeTree({});
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(root, "s"), done));
    try {
      expect(() => fileTreeHash(root)).to.throw(FileTreeError, '/s" is a socket');
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  it("says that a root is missing, or no directory", () => {
    const root = writeTree({ a: file("") });
    expect(() => fileTreeHash(`${root}/nowhere`)).to.throw(
      FileTreeError,
      `"${root}/nowhere" cannot be read: there is no such file or directory`,
    );
    expect(() => fileTreeHash(`${root}/a`)).to.throw(FileTreeError, `"${root}/a" is not a directory`);
  });

  it("names a file and a directory that it may not read", () => {
    const root = writeTree({ "a/secret": file(""), "b/c": file("") });
    chmodSync(root, 0o755);
    chmodSync(join(root, "a/secret"), 0);
    asNobody(() => {
      expect(() => fileTreeHash(root)).to.throw(
        FileTreeError,
        `"${root}/a/secret" cannot be read: permission denied`,
      );
    });
    chmodSync(join(root, "b"), 0);
    asNobody(() => {
      expect(() => listFileTree(root)).to.throw(
        FileTreeError,
        `"${root}/b" cannot be read: permission denied`,
      );
    });
    chmodSync(join(root, "b"), 0o755);
  });

  it("is a RunError, which the Pulumi CLI prints without a stack", () => {
    expect(() => fileTreeHash("/nowhere/at/all"))
      .to.throw()
      .with.property("__pulumiRunError", true);
  });

  describe("as a property", () => {
    const names = fc.constantFrom("a", "b", "ab", "a b", "é", "-");
    const content = fc.oneof(fc.constantFrom("", "a", "b", "ab"), fc.uint8Array({ maxLength: 4 }));
    const leaf = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant("file" as const), content, executable: fc.boolean() }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("symlink" as const), target: names }) },
      { weight: 1, arbitrary: fc.constant({ kind: "directory" as const }) },
    );
    const tree: fc.Arbitrary<Tree> = fc
      .array(fc.tuple(fc.array(names, { minLength: 1, maxLength: 3 }), leaf), { maxLength: 4 })
      .map(withoutConflicts);

    it("has another hash whenever the tree is another, and only then", function () {
      this.timeout(30_000);
      fc.assert(
        fc.property(tree, tree, (one, two) => {
          expect(hashOf(one) === hashOf(two)).to.equal(describeTree(one) === describeTree(two));
          removeTrees();
        }),
        { numRuns: 150 },
      );
    });

    it("has the same hash when it is written again elsewhere in another order", function () {
      this.timeout(30_000);
      fc.assert(
        fc.property(tree, (one) => {
          expect(fileTreeHash(writeTree(one, "backward"))).to.equal(hashOf(one));
          removeTrees();
        }),
        { numRuns: 100 },
      );
    });
  });
});

describe("file hash", () => {
  afterEach(removeTrees);

  it("is what sha256sum prints, for files below, at and above the size of a piece", () => {
    for (const size of [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 700_000]) {
      const content = Buffer.alloc(size, "0123456789");
      const root = writeTree({ a: file(content) });
      expect(fileHash(join(root, "a"))).to.equal(createHash("sha256").update(content).digest("hex"));
    }
  });

  it("refuses a file that grows while it is read", () => {
    const root = writeTree({ log: file("line\n") });
    const place = join(root, "log");
    const read = fs.readSync;
    const growing = (...args: Parameters<typeof read>) => {
      fs.readSync = read;
      appendFileSync(place, "line\n");
      return read(...args);
    };
    fs.readSync = growing as typeof read;
    try {
      expect(() => fileHash(place)).to.throw(
        FileTreeError,
        `"${place}" changed while it was read; exclude it`,
      );
    } finally {
      fs.readSync = read;
    }
  });

  it("does not load a large file into memory", function () {
    this.timeout(30_000);
    const root = writeTree({});
    const place = join(root, "large");
    mkdirSync(root, { recursive: true });
    const block = Buffer.alloc(8 * 1024 * 1024, 7);
    for (let i = 0; i < 16; i++) appendFileSync(place, block);
    const before = process.resourceUsage().maxRSS;
    fileHash(place);
    // maxRSS is in KiB: 128 MiB of file may add a fraction of that.
    expect(process.resourceUsage().maxRSS - before).to.be.below(32 * 1024);
  });
});

/** Runs something without root's right to read everything. */
function asNobody(run: () => void): void {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    run();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

/** Drops what would have to lie below a file or symlink, or at a path that is taken. */
function withoutConflicts(nodes: readonly [path: string[], node: TreeNode][]): Tree {
  const tree: Record<string, TreeNode> = {};
  for (const [segments, node] of nodes) {
    const path = segments.join("/");
    const above = segments.slice(0, -1).map((_, index) => segments.slice(0, index + 1).join("/"));
    const blocked = above.some((place) => tree[place] !== undefined && tree[place].kind !== "directory");
    const taken = Object.keys(tree).some((other) => other === path || other.startsWith(`${path}/`));
    if (!blocked && !taken) tree[path] = node;
  }
  return tree;
}

/** One text for one tree: what the hash has to tell apart. */
function describeTree(tree: Tree): string {
  const all = new Map<string, unknown>();
  for (const [path, node] of Object.entries(tree)) {
    const segments = path.split("/");
    segments.slice(0, -1).forEach((_, index) => {
      all.set(segments.slice(0, index + 1).join("/"), "directory");
    });
    const content = node.kind === "file" ? Buffer.from(node.content as string).toString("hex") : "";
    all.set(path, node.kind === "directory" ? "directory" : { ...node, content });
  }
  return JSON.stringify([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}
