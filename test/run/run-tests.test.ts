import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect } from "chai";
import { processIdentity } from "../setup/docker/processes";
import { anewFolder, root } from "../setup/places";
import { discoverTests, tierOf } from "./discover";
import type { TestResult } from "./protocol";
import { runTests } from "./run-tests";
import { tally, tallyLine } from "./tally";

describe("the test runner", function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(anewFolder("runner-tests"), "files-"));
  });

  after(() => rmSync(folder, { recursive: true }));

  it("counts what passed, failed and was skipped, with the reason of each skip", async () => {
    const results = await runFiles({
      "some.test.ts": `
        import { skip } from ${JSON.stringify(join(root, "test/setup/skip"))};
        describe("outer", () => {
          it("passes", () => {});
          it("fails", () => { throw new Error("as it must"); });
          it("is skipped", function () { skip(this, "no such machine"); });
          it("is left for later");
          describe("inner", () => {
            before(function () { skip(this, "no Docker"); });
            it("is not run", () => {});
          });
        });`,
    });
    expect(results.map(({ title, state }) => `${state} ${title}`)).to.deep.equal([
      "passed outer › passes",
      "failed outer › fails",
      "skipped outer › is skipped",
      "skipped outer › is left for later",
      "skipped outer › inner › is not run",
    ]);
    expect(results.slice(2).map(({ detail }) => detail)).to.deep.equal([
      "no such machine",
      "no reason given",
      "no Docker",
    ]);
    expect(results[1]?.detail).to.contain("as it must");
    expect(tallyLine(tally(results, 1))).to.equal("1 passed, 2 failed, 3 skipped");
  });

  it("counts a hook that fails, a file that cannot be loaded and one that ends the process as failed", async () => {
    const results = await runFiles({
      "1-hook.test.ts":
        'describe("a", () => { before(() => { throw new Error("no"); }); it("b", () => {}); });',
      "2-load.test.ts": 'import "./nowhere";',
      "3-exit.test.ts": 'it("ends", () => process.exit(0));',
      "4-after.test.ts": 'it("still runs", () => {});',
    });
    expect(results.map(({ title, state }) => `${state} ${title}`)).to.deep.equal([
      'failed a › "before all" hook for "b"',
      "failed (loading)",
      "failed (the file)",
      "passed still runs",
    ]);
  });

  it("ends a file that hangs, and what it has started", async () => {
    const results = await runFiles(
      {
        "hang.test.ts": `
        import { spawn } from "node:child_process";
        it("hangs", () => {
          const child = spawn("sleep", ["1000"]);
          require("node:fs").writeFileSync(__dirname + "/pid", String(child.pid));
          for (;;);
        });`,
      },
      3000,
    );
    expect(results.map(({ title, detail }) => `${title}: ${detail}`)).to.deep.equal([
      "(the file): no test ended within 3 s",
    ]);
    expect(processIdentity(Number(readFileSync(join(folder, "pid"), "utf8")))).to.equal(undefined);
  });

  it("finds every test file, and tells by its place what it needs", () => {
    const files = discoverTests(root);
    expect(files).to.deep.include({ path: "test/run/run-tests.test.ts", tier: "fast", alone: false });
    const alone = "test/e2e-kubernetes/alone/gone.test.ts";
    expect(files).to.deep.include({ path: alone, tier: "cluster", alone: true });
    expect(tierOf("test/e2e/demo.test.ts")).to.equal("docker");
    expect(tierOf("packages/docker/test/docker/router/switch.test.ts")).to.equal("docker");
    expect(tierOf("test/e2e-kubernetes/release.test.ts")).to.equal("cluster");
    expect(tierOf("packages/kubernetes/test/cluster/gate.test.ts")).to.equal("cluster");
    expect(tierOf("packages/docker/test/router.test.ts")).to.equal("fast");
    expect(tierOf("test/cluster/given.test.ts")).to.equal("fast");
    expect(tierOf("packages/cli/test/slow/local.test.ts")).to.equal("slow");
  });

  function runFiles(
    files: Readonly<Record<string, string>>,
    silence = 30_000,
  ): Promise<readonly TestResult[]> {
    const paths = Object.entries(files).map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return relative(root, join(folder, name));
    });
    return runTests(paths, { workers: 1, env: process.env, silence, onFile: () => {} });
  }
});
