import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const CHECK = `
use(anewAssertions);
const urn = "urn:pulumi:dev::test::a:b:C::web";
const result = { steps: [{ op: "update", urn }] };
expect(result).to.update.only("web").and.not.to.replace("web");
expect(() => expect(result).to.have.noChanges).to.throw("+ update  web");
console.log("ok");
`;

describe("the plugin for chai, as it is published", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "anew-chai-"));
    symlinkSync(join(__dirname, "../../../test/node_modules"), join(folder, "node_modules"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (file: string, head: string) => {
    writeFileSync(join(folder, file), head + CHECK);
    return execFileSync(process.execPath, ["--no-warnings", file], { cwd: folder, encoding: "utf8" }).trim();
  };

  it("serves programs in CommonJS", () => {
    const head = `const { expect, use } = require("chai");\nconst { anewAssertions } = require("@anew/engine/chai");\n`;
    expect(run("test.cjs", head)).to.equal("ok");
  });

  it("serves programs in ECMAScript modules", () => {
    const head = `import { expect, use } from "chai";\nimport { anewAssertions } from "@anew/engine/chai";\n`;
    expect(run("test.mjs", head)).to.equal("ok");
  });

  it("does not need chai for the engine itself", () => {
    const text = `Object.keys(require.cache).some((path) => path.includes("node_modules/chai"))`;
    writeFileSync(join(folder, "engine.cjs"), `require("@anew/engine");\nconsole.log(${text});\n`);
    const printed = execFileSync(process.execPath, ["engine.cjs"], { cwd: folder, encoding: "utf8" });
    expect(printed.trim()).to.equal("false");
  });
});
