import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect } from "chai";
import { importProblems } from "./import-check";

describe("the import check", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "import-check-"));
    workspace({
      "packages/core/package.json": {
        exports: { ".": {}, "./provider": {} },
        dependencies: { "@pulumi/pulumi": "1" },
      },
      "packages/docker/package.json": { exports: { ".": {} }, dependencies: { "@anew/core": "1" } },
      "packages/engine/package.json": { exports: { ".": {} } },
    });
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it("has nothing to say about this repository", () => {
    expect(importProblems(resolve(__dirname, "../.."))).to.deep.equal([]);
  });

  it("accepts what follows the arrows", () => {
    workspace({
      "packages/core/src/index.ts": 'import { x } from "@pulumi/pulumi/log";\nimport "node:fs";',
      "packages/docker/src/index.ts":
        'import { y } from "@anew/core";\nimport "@anew/core/provider";\nimport "./other";',
      "packages/docker/test/a.test.ts":
        'import "@anew/engine";\nimport "../src";\nimport "../../../test/setup";',
    });
    expect(importProblems(root)).to.deep.equal([]);
  });

  it("refuses an import against the arrows", () => {
    workspace({ "packages/core/src/index.ts": 'export { y } from "@anew/docker";' });
    expect(importProblems(root)).to.deep.equal([
      "packages/core/src/index.ts: core must not import @anew/docker",
    ]);
  });

  it("refuses the engine in published code, and as a dependency of it", () => {
    workspace({
      "packages/docker/package.json": { exports: { ".": {} }, dependencies: { "@anew/engine": "1" } },
      "packages/docker/src/index.ts": 'const engine = await import("@anew/engine");',
    });
    expect(importProblems(root)).to.deep.equal([
      "packages/docker/package.json: docker must not depend on @anew/engine",
      "packages/docker/src/index.ts: docker must not import @anew/engine",
    ]);
  });

  it("refuses a deep import into another package, by name and by path, in tests too", () => {
    workspace({
      "packages/docker/src/index.ts": 'import "@anew/core/dist/swap";\nimport "../../core/src/swap";',
      "packages/docker/test/a.test.ts": 'import { swap } from "../../core/src/swap";',
    });
    expect(importProblems(root)).to.deep.equal([
      "packages/docker/src/index.ts: @anew/core/dist/swap is not among what @anew/core exports",
      "packages/docker/src/index.ts: ../../core/src/swap leaves its package",
      "packages/docker/test/a.test.ts: ../../core/src/swap leaves its package",
    ]);
  });

  it("refuses anything but Pulumi in core", () => {
    workspace({
      "packages/core/package.json": { exports: { ".": {} }, dependencies: { dockerode: "1" } },
      "packages/core/src/index.ts": 'const Docker = require("dockerode");',
    });
    expect(importProblems(root)).to.deep.equal([
      "packages/core/package.json: core depends on @pulumi/pulumi only, not on dockerode",
      "packages/core/src/index.ts: core must not import dockerode",
    ]);
  });

  it("refuses a package that it has no rule for", () => {
    workspace({ "packages/helpers/package.json": {} });
    expect(importProblems(root)).to.deep.equal([
      "packages/helpers: not in the table of test/run/import-check.ts",
    ]);
  });

  function workspace(files: Readonly<Record<string, string | object>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
    }
  }
});
