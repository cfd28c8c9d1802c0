import { execFileSync } from "node:child_process";
import { expect } from "chai";

/** The packages that a process has loaded after requiring modules, without those that `alreadyThere` loads by itself. */
function packagesLoadedBy(modules: readonly string[], alreadyThere: readonly string[]): readonly string[] {
  const script = `
    const name = (file) => file.split("/node_modules/").at(-1).split("/").slice(0, 2).join("/").replace(/^([^@/][^/]*)\\/.*/, "$1");
    const load = (modules) => { for (const module of modules) require(module); };
    load(${JSON.stringify(alreadyThere)});
    const before = new Set(Object.keys(require.cache));
    load(${JSON.stringify(modules)});
    const loaded = Object.keys(require.cache).filter((file) => !before.has(file) && file.includes("/node_modules/"));
    console.log(JSON.stringify([...new Set(loaded.map(name))].sort()));
  `;
  const output = execFileSync(process.execPath, ["-e", script], { cwd: __dirname, encoding: "utf8" });
  return JSON.parse(output);
}

describe("loading @anew/aws", () => {
  const pulumi = ["@pulumi/pulumi", "@pulumi/aws"];

  it("loads no package beyond the two that every program for AWS has anyway", () => {
    expect(packagesLoadedBy(["@anew/aws"], pulumi)).to.deep.equal([]);
  }).timeout(60_000);

  it("leaves the clients of AWS to the provider's process, and there until AWS is asked", () => {
    expect(packagesLoadedBy(["@anew/aws/ecs/provider"], pulumi)).not.to.include("@aws-sdk/client-ecs");
  }).timeout(60_000);
});
