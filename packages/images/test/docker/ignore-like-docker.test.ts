import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { listFileTree } from "@anew/core";
import { expect } from "chai";
import fc from "fast-check";
import { skip, which } from "../../../../test/setup";
import { contextFilter } from "../../src/ignore/context-filter";
import { parseIgnoreFile } from "../../src/ignore/ignore-file";
import { type FakeDaemon, startFakeDaemon } from "../support/fake-daemon";
import { folderWith, removeFolders } from "../support/files";

const run = promisify(execFile);

/** Paths that meet most patterns below. */
const TREE = {
  "a.txt": "1",
  "b.md": "1",
  "B.MD": "1",
  ".env": "1",
  "a+b(c).js": "1",
  "x^y": "1",
  "foo-bar": "1",
  "[x]": "1",
  "dir/a.txt": "1",
  "dir/keep": "1",
  "dir/sub/a.txt": "1",
  "dir/sub/keep": "1",
  "dir/sub/deep/keep": "1",
  "dir2/keep": "1",
  "node_modules/p/index.js": "1",
  "src/node_modules/q/index.js": "1",
  "src/é.txt": "1",
  "src/𝒳.txt": "1",
  empty: { folder: true },
  "src/empty": { folder: true },
  link: { link: "dir" },
  "dir/link.txt": { link: "a.txt" },
} as const;

const CASES: readonly string[] = [
  "",
  "*",
  "*\n!dir/keep",
  "*\n!dir",
  "*\n!dir/sub\ndir/sub/a.txt",
  "*\n!**/keep",
  "**\n!dir/sub/keep",
  "dir\n!dir/sub/keep",
  "dir\n!dir/sub/*",
  "dir/\n!/dir/keep",
  "dir/*\n!dir/keep",
  "dir/**\n!dir/keep",
  "**/keep",
  "**/a.txt\n!a.txt",
  "**/node_modules",
  "node_modules/**",
  "*.md",
  "*.MD\n!B.MD",
  "?.txt",
  "src/?.txt",
  "[ab].txt",
  "[^a].md",
  "[a-b].*",
  "\\[x\\]",
  "a+b(c).js",
  "a+b*.js",
  "x^*",
  "foo\\-bar",
  "foo**",
  "**txt",
  "d*r",
  "./dir/../a.txt",
  "/a.txt",
  "//a.txt",
  "../a.txt",
  ".",
  "/",
  "# comment\n#a.txt\na.txt",
  " a.txt \n\t! dir ",
  "\uFEFFa.txt\r\nb.md\r\n",
  "empty",
  "src/empty/",
  "link",
  "link/a.txt",
  "dir/link.txt",
  "dir\n!dir",
  "*\n!*",
  "*\n!*/\n*.txt",
  "**/sub/**\n!**/deep/keep",
  "dir/sub\n!dir/sub/deep",
];

/** Made of the pieces that patterns are made of. */
const anyPattern = fc
  .array(fc.constantFrom("a", "dir", "sub", "keep", "txt", "src", "*", "**", "?", "/", ".", "[ab]", "[^d]"), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(""));
const anyIgnoreFile = fc
  .array(fc.tuple(fc.constantFrom("", "", "!"), anyPattern), { minLength: 1, maxLength: 4 })
  .map((lines) => lines.map(([bang, pattern]) => bang + pattern).join("\n"));

describe("What of a context is sent", () => {
  let daemon: FakeDaemon;

  before(async function () {
    if (which("docker") === undefined) skip(this, "needs the docker command");
    daemon = await startFakeDaemon();
  });
  after(async () => daemon?.stop());
  afterEach(removeFolders);

  /** What the real `docker build` sends; undefined when it refuses the patterns. */
  async function sentByDocker(context: string): Promise<string[] | undefined> {
    const dockerfile = join(folderWith({ Dockerfile: "FROM scratch\n" }), "Dockerfile");
    const env = { ...process.env, DOCKER_HOST: daemon.host, DOCKER_BUILDKIT: "0" };
    try {
      await run("docker", ["build", "-f", dockerfile, context], { env });
    } catch {
      return undefined;
    }
    return withFolders(daemon.context().filter((path) => !/^\.docker(ignore|file\..*)$/.test(path)));
  }

  function sentByAnew(context: string, ignoreFile: string): string[] | undefined {
    try {
      const filter = contextFilter(parseIgnoreFile(ignoreFile));
      const paths = listFileTree(context, filter).map(({ path, kind }) =>
        kind === "directory" ? `${path}/` : path,
      );
      return withFolders(paths.filter((path) => path !== ".dockerignore"));
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  for (const ignoreFile of CASES) {
    it(`is what docker sends with ${JSON.stringify(ignoreFile)}`, async () => {
      const context = folderWith({ ...TREE, ".dockerignore": ignoreFile });
      expect(sentByAnew(context, ignoreFile)).to.deep.equal(await sentByDocker(context));
    });
  }

  it("is what docker sends with any patterns", async function () {
    this.timeout(120_000);
    const same = fc.asyncProperty(anyIgnoreFile, async (ignoreFile) => {
      const context = folderWith({ ...TREE, ".dockerignore": ignoreFile });
      const docker = await sentByDocker(context);
      const anew = sentByAnew(context, ignoreFile);
      removeFolders();
      // Refusing is allowed where docker goes on; guessing is not.
      if (anew !== undefined) expect(anew, JSON.stringify(ignoreFile)).to.deep.equal(docker);
    });
    await fc.assert(same, { numRuns: Number(process.env.ANEW_RUNS ?? 100) });
  });
});

/** The folders that hold something are there even when an archive does not name them. */
function withFolders(paths: readonly string[]): string[] {
  const parents = paths.flatMap((path) => {
    const parts = path.replace(/\/$/, "").split("/");
    return parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join("/")}/`);
  });
  return [...new Set([...paths, ...parents])].sort();
}
