import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { InputProblems } from "@anew/core";
import { expect } from "chai";
import { extract, type Header } from "tar-stream";
import { contextTar } from "../src/context/context-tar";
import { ContextChanged, withStagedContext } from "../src/context/staged-context";
import { readDefinition } from "../src/definition/definition";
import { folderWith, removeFolders, writeFiles } from "./support/files";

const FILES = {
  Dockerfile: "FROM scratch\n",
  ".dockerignore": "*.log\n",
  "debug.log": "x",
  "bin/run": { executable: "#!/bin/sh\n" },
  "a.txt": "a",
  link: { link: "/etc/passwd" },
  empty: { folder: true },
} as const;

describe("The context that is built", () => {
  afterEach(removeFolders);

  const definitionOf = (context: string) => readDefinition({ context }, "test", new InputProblems());

  it("holds what the hash covers and nothing else", async () => {
    const context = folderWith(FILES);
    chmodSync(join(context, "a.txt"), 0o600);
    chmodSync(join(context, "bin"), 0o700);
    const seen = await withStagedContext(definitionOf(context), async ({ path, time }) => {
      const stats = (name: string) => lstatSync(join(path, name));
      expect(readdirSync(path).sort()).to.deep.equal([
        ".dockerignore",
        "Dockerfile",
        "a.txt",
        "bin",
        "empty",
        "link",
      ]);
      expect(stats("a.txt").mode & 0o777).to.equal(0o644);
      expect(stats("bin/run").mode & 0o777).to.equal(0o755);
      expect(stats("bin").mode & 0o777).to.equal(0o755);
      expect(readlinkSync(join(path, "link"))).to.equal("/etc/passwd");
      expect(readFileSync(join(path, "a.txt"), "utf8")).to.equal("a");
      for (const name of ["a.txt", "bin", "bin/run", "empty", "link"]) {
        expect(stats(name).mtimeMs, name).to.equal(time.getTime());
      }
      return path;
    });
    expect(existsSync(seen)).to.equal(false);
    expect(seen.startsWith(tmpdir())).to.equal(true);
  });

  it("has times that follow from the content alone", async () => {
    const timeOf = (context: string) =>
      withStagedContext(definitionOf(context), async ({ time }) => time.getTime());
    const time = await timeOf(folderWith(FILES));
    expect(await timeOf(folderWith(FILES))).to.equal(time);
    expect(await timeOf(folderWith({ ...FILES, "a.txt": "b" }))).to.not.equal(time);
    expect(new Date(time).getUTCFullYear()).to.be.within(1980, 2014);
  });

  it("is refused when the files changed after they were hashed, and leaves nothing behind", async () => {
    const context = folderWith(FILES);
    const definition = definitionOf(context);
    writeFiles(context, { "a.txt": "changed" });
    const before = stagedFolders();
    const error = await withStagedContext(definition, async () => "built").catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ContextChanged);
    expect(stagedFolders()).to.deep.equal(before);
  });

  it("goes to the classic builder with the Dockerfile to build, which no COPY finds", async () => {
    const context = folderWith(FILES);
    const archive = await withStagedContext(definitionOf(context), (staged) =>
      buffer(contextTar(staged, "FROM pinned\n")),
    );
    const entries = await readTar(archive);
    expect([...entries.keys()].sort()).to.deep.equal([
      ".anew.Dockerfile",
      ".dockerignore",
      "Dockerfile",
      "a.txt",
      "bin",
      "bin/run",
      "empty",
      "link",
    ]);
    expect(entries.get(".anew.Dockerfile")?.text).to.equal("FROM pinned\n");
    expect(entries.get(".dockerignore")?.text).to.equal("*.log\n\n.anew.Dockerfile\n");
    expect(entries.get("Dockerfile")?.text).to.equal("FROM scratch\n");
    expect(entries.get("link")?.header.linkname).to.equal("/etc/passwd");
    expect(entries.get("bin/run")?.header.mode).to.equal(0o755);
    for (const { header } of entries.values()) expect([header.uid, header.gid]).to.deep.equal([0, 0]);
  });

  it("adds an ignore file that ignores itself where there is none", async () => {
    const { ".dockerignore": _, ...files } = FILES;
    const archive = await withStagedContext(definitionOf(folderWith(files)), (staged) =>
      buffer(contextTar(staged, "FROM pinned\n")),
    );
    expect((await readTar(archive)).get(".dockerignore")?.text).to.equal(".dockerignore\n.anew.Dockerfile\n");
  });

  it("is the same archive, byte for byte, from another checkout", async () => {
    const archiveOf = (context: string) =>
      withStagedContext(definitionOf(context), (staged) => buffer(contextTar(staged, "FROM pinned\n")));
    const one = await archiveOf(folderWith(FILES));
    expect((await archiveOf(folderWith(FILES))).equals(one)).to.equal(true);
  });
});

async function readTar(bytes: Buffer): Promise<Map<string, { header: Header; text: string }>> {
  const archive = extract();
  archive.end(bytes);
  const entries = new Map<string, { header: Header; text: string }>();
  for await (const entry of archive) {
    entries.set(entry.header.name, { header: entry.header, text: (await buffer(entry)).toString("utf8") });
  }
  return entries;
}

function stagedFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("anew-context-"));
}
