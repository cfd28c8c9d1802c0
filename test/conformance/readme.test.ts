import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { PROCESS_SCENARIOS } from "./processes";
import { ruleTable, scenariosByRule } from "./rules";
import { SCENARIOS } from "./scenarios";

const NAMES = [...SCENARIOS, ...PROCESS_SCENARIOS].map(({ name }) => name);

describe("the table of rules", () => {
  it("is the one that the README shows (npx tsx test/conformance/readme.ts writes it)", () => {
    const readme = readFileSync(join(__dirname, "README.md"), "utf8");
    expect(readme.slice(readme.indexOf("| Rule |"))).to.equal(`${ruleTable()}\n`);
  });

  it("has a rule for each scenario and a scenario for each rule", () => {
    const rows = scenariosByRule();
    expect(rows.get("") ?? []).to.deep.equal([]);
    expect([...rows].filter(([, names]) => names.length === 0)).to.deep.equal([]);
  });

  it("names no two scenarios alike", () => {
    expect(NAMES.filter((name, index) => NAMES.indexOf(name) !== index)).to.deep.equal([]);
  });

  it("stands on a recording for each scenario, and there are no others", () => {
    const folder = join(__dirname, "recordings");
    expect(NAMES.filter((name) => !existsSync(join(folder, `${name}.json`)))).to.deep.equal([]);
    const known = new Set(NAMES.map((name) => `${name}.json`));
    expect(readdirSync(folder).filter((file) => !known.has(file))).to.deep.equal([]);
  });
});
