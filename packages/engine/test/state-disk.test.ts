import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { FileBackend } from "../src/state/file-backend";
import { TestStack } from "../src/test-stack";
import { effects, Logged } from "./support/logged";
import { refusal } from "./support/refusal";

const NAME = { project: "test", stack: "dev" };

/** A file system of its own on the folder; false where that is not allowed. */
function mount(folder: string, options: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]).status === 0;
}

const other = (resource: { inputs?: { other?: string } }) => resource.inputs?.other;

describe("the state's disk", () => {
  let folder: string;
  let backend: FileBackend;
  let file: string;
  let size = 1;
  let stack: TestStack;

  beforeEach(function () {
    folder = mkdtempSync(join(tmpdir(), "anew-disk-"));
    if (process.platform !== "linux" || !mount(folder, "size=400k")) {
      console.log("      skipped: only root on Linux can mount a small file system");
      this.skip();
    }
    size = 1;
    backend = new FileBackend(folder);
    file = backend.stackFile(NAME);
    stack = new TestStack({
      program: () => {
        const first = new Logged("first", { other: "x".repeat(size) });
        new Logged("second", { other: pulumi.interpolate`${first.urn}` });
      },
      backend,
    });
  });
  afterEach(() => {
    spawnSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it("may be full: the last state stays, the present one is put elsewhere, and what was done is not lost", async () => {
    expect((await stack.up()).error).to.equal(undefined);
    const others = () => JSON.parse(readFileSync(file, "utf8")).checkpoint.latest.resources.map(other);
    const before = others();
    effects.length = 0;
    size = 30_000;
    // Room for the backup and the note that the update begins, but not for its outputs.
    writeFileSync(join(folder, "ballast"), "x".repeat(340_000));
    const { error = "", lines } = await stack.up();
    expect(lines).to.deep.equal(["update first"]);
    expect(error).to.match(/^the state could not be written to .*dev\.json: ENOSPC: no space left on device/);
    expect(others()).to.deep.equal(before);
    expect(readdirSync(dirname(file))).to.deep.equal(["dev.json"]);
    expect(effects).to.deep.equal(["update first"]);
    const [, copy, place] = /When there is room again: cp '(.*)' '(.*)'$/.exec(error)!;
    expect(place).to.equal(file);
    rmSync(join(folder, "ballast"));
    writeFileSync(file, readFileSync(copy!));
    rmSync(copy!);
    expect((await stack.up()).lines).to.deep.equal(["same first", "same second"]);
  });

  it("may be too full for a backup or a lock: nothing is done then", async () => {
    await stack.up();
    const before = readFileSync(file, "utf8");
    const free = Number(
      /(\d+)\s*$/.exec(spawnSync("df", ["--output=avail", "-B1", folder], { encoding: "utf8" }).stdout)![1],
    );
    writeFileSync(join(folder, "ballast"), "x".repeat(free));
    expect(await refusal(stack.up())).to.match(/^the stack cannot be locked, so nothing was done: ENOSPC/);
    expect((await stack.preview()).lines).to.deep.equal(["same first", "same second"]);
    rmSync(join(folder, "ballast"));
    expect(readFileSync(file, "utf8")).to.equal(before);
    expect((await stack.up()).lines).to.deep.equal(["same first", "same second"]);
  });

  it("may be read-only: previews and exports work, all else is refused before anything is done", async () => {
    await stack.up();
    spawnSync("mount", ["-o", "remount,ro", folder]);
    effects.length = 0;
    expect((await stack.preview()).error).to.equal(undefined);
    expect((await stack.state()).resources).to.have.length(4);
    for (const run of ["up", "destroy", "refresh"] as const) {
      const message = await refusal(stack[run]());
      expect(message).to.match(
        /^the stack cannot be locked, so nothing was done: EROFS: read-only file system/,
      );
    }
    expect(effects).to.deep.equal([]);
  });
});

describe("a lock that a crash left behind", () => {
  let folder: string;
  let backend: FileBackend;
  let locks: string;
  const stack = () => new TestStack({ program: () => {}, backend });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anew-lock-"));
    backend = new FileBackend(folder);
    locks = join(folder, ".pulumi", "locks", "organization", "test", "dev");
    mkdirSync(locks, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("names its owner on another machine, and cancel removes it", async () => {
    const owner = { pid: 7, username: "ada", hostname: "elsewhere", timestamp: "2026-01-02T03:04:05Z" };
    writeFileSync(join(locks, "5a1b.json"), JSON.stringify(owner));
    const message = await refusal(stack().up());
    expect(message).to.contain("the stack is locked by ada@elsewhere (pid 7, since 2026-01-02T03:04:05Z)");
    expect(message).to.contain('"anew local cancel"');
    expect(await backend.cancel(NAME)).to.deep.equal(["ada@elsewhere (pid 7, since 2026-01-02T03:04:05Z)"]);
    expect((await stack().up()).error).to.equal(undefined);
  });

  it("may be empty after a power cut: it holds until cancel removes it", async () => {
    for (const text of ["", "null", "{}"]) {
      writeFileSync(join(locks, "5a1b.json"), text);
      const message = await refusal(stack().up());
      expect(message).to.contain(`the stack is locked, by whom cannot be read: ${join(locks, "5a1b.json")}`);
      expect(await backend.cancel(NAME)).to.deep.equal(["an owner who cannot be read any more (5a1b.json)"]);
    }
    expect((await stack().up()).error).to.equal(undefined);
  });

  it("is taken by one of many that come at once", async () => {
    const locksTaken = await Promise.allSettled(Array.from({ length: 8 }, () => backend.lock(NAME)));
    expect(locksTaken.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    for (const taken of locksTaken) {
      if (taken.status === "rejected") expect(taken.reason.message).to.contain("the stack is locked by");
      else await taken.value.release();
    }
    expect(readdirSync(locks)).to.deep.equal([]);
  });
});
