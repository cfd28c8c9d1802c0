import { expect } from "chai";
import { LocalProgram, removePrograms } from "../support/local-program";
import { FILES } from "../support/programs";
import { canHaveTerminal } from "../support/pseudo-terminal";

/** Many components with progress of their own, and no provider. */
const MANY = `
const pulumi = require("@pulumi/pulumi");
for (let i = 0; i < 60; i++) new pulumi.ComponentResource("test:index:Many", "item-" + i);
`;

describe("anew local on a terminal", function () {
  this.timeout(180_000);
  before(function () {
    if (!canHaveTerminal()) this.skip();
  });
  after(removePrograms);
  const has = (pattern: RegExp) => (lines: string[]) => lines.some((line) => pattern.test(line));

  it("shows a line for each step under way and writes its progress and its end into it", async () => {
    const program = new LocalProgram({ ...FILES, hold: "", "hold-1": "", "hold-2": "" });
    const terminal = program.terminal(["up", "--skip-preview"]);
    await terminal.shows(has(/Resource slow creating \(\d+s\) waiting for go-1$/));
    expect(terminal.screen()[0]).to.equal("Updating (dev):");
    program.write("go-1", "");
    await terminal.shows(has(/waiting for go-2/));
    expect(terminal.screen().filter((line) => line.includes("slow"))).to.have.length(1);
    // Nothing happens, and the durations go on.
    await terminal.shows(has(/Resource slow creating \([1-9]\d*s\) waiting for go-2$/));
    expect(terminal.screen().at(-1)).to.match(/^ {2}1 done, 1 under way \(\d+s\)$/);
    program.write("go-2", "");
    program.write("go", "");
    expect(await terminal.exit).to.equal(0);
    const lines = terminal.everything().map((line) => line.replace(/\d+\.\d\ds/, "0s"));
    expect(lines).to.deep.equal([
      "Updating (dev):",
      " +  pulumi:pulumi:Stack cli-dev created (0s)",
      " +  pulumi-nodejs:dynamic:Resource slow created (0s)",
      " +  pulumi-nodejs:dynamic:Resource after created (0s)",
      "",
      "Outputs:",
      '    out: "out of 1"',
      '    password: "none"',
      "",
      "Resources:",
      "    + 3 created",
      "",
      "Duration: 0s",
    ]);
    const [hidden, shown] = ["\x1b[?25l", "\x1b[?25h"].map((code) => terminal.raw.lastIndexOf(code));
    expect(shown, "the cursor is given back").to.be.greaterThan(hidden!);
  });

  it("cuts lines to a narrow terminal and leaves out the type's module", async () => {
    const program = new LocalProgram({ ...FILES, hold: "", "hold-1": "" });
    const terminal = program.terminal(["up", "--skip-preview"], { columns: 40 });
    await terminal.shows(has(/^ \+ {2}Resource slow creating \(\d+s\) wait\w*…$/));
    program.write("go-1", "");
    program.write("go", "");
    expect(await terminal.exit).to.equal(0);
    // What is written for good wraps; nothing of the cut line is left over.
    expect(terminal.everything().join("")).to.contain("Resource slow created").and.not.to.contain("…");
  });

  it("scrolls what is done when there are more resources than lines", async () => {
    const program = new LocalProgram({ "index.js": MANY });
    const terminal = program.terminal(["up", "--skip-preview"], { rows: 8 });
    expect(await terminal.exit).to.equal(0);
    const lines = terminal.everything();
    const items = lines.filter((line) => line.includes("test:index:Many"));
    expect(new Set(items.map((line) => line.split(" ")[4])).size).to.equal(60);
    expect(items).to.have.length(60);
    expect(lines).to.include("    + 61 created");
  });

  it("groups what was said by resource below everything, and colors", async () => {
    const program = new LocalProgram(FILES);
    const terminal = program.terminal(["up", "--skip-preview", "--config", "value=bad"], { columns: 100 });
    expect(await terminal.exit).to.equal(1);
    const lines = terminal.everything();
    const from = lines.indexOf("Diagnostics:");
    expect(lines.slice(from, from + 3)).to.deep.equal([
      "Diagnostics:",
      "  pulumi-nodejs:dynamic:Resource slow:",
      "    error: create refused",
    ]);
    expect(lines).to.include("    1 errored").and.to.include("error: update failed");
    expect(terminal.raw).to.contain("\x1b[31merror:\x1b[39m");
  });

  it("asks after the preview; no is the answer of whoever just presses return", async () => {
    const program = new LocalProgram(FILES);
    const question = has(/^Do you want to perform this update\? yes, no or details \(no\):/);
    const declined = program.terminal(["up"]);
    await declined.shows(question);
    expect(declined.screen()).to.include("    + 3 to create");
    declined.type("\r");
    expect(await declined.exit).to.equal(1);
    expect(declined.everything().at(-1)).to.equal(
      "error: confirmation declined, not proceeding with the update",
    );
    const cancelled = program.terminal(["up"]);
    await cancelled.shows(question);
    cancelled.type("\x03");
    expect(await cancelled.exit).to.equal(1);
    expect(program.effects()).to.deep.equal([]);
    const accepted = program.terminal(["up"]);
    await accepted.shows(question);
    accepted.type("details\r");
    await accepted.shows(has(/^ {6}\[urn=urn:pulumi:dev::cli::pulumi-nodejs:dynamic:Resource::after\]$/));
    accepted.type("yes\r");
    expect(await accepted.exit).to.equal(0);
    expect(program.effects()).to.deep.equal(["create slow", "create after"]);
  });

  it("lets the step under way end at ^C, and says so above its line", async () => {
    const program = new LocalProgram({ ...FILES, hold: "", "hold-1": "" });
    const terminal = program.terminal(["up", "--skip-preview"]);
    await terminal.shows(has(/waiting for go-1$/));
    terminal.type("\x03");
    await terminal.shows(has(/\^C received: the steps under way are finished/));
    program.write("go-1", "");
    program.write("go", "");
    expect(await terminal.exit).to.equal(1);
    expect(program.effects()).to.deep.equal(["waiting", "create slow"]);
  });

  it("writes plain lines where the environment asks for them", async () => {
    const program = new LocalProgram({ "index.js": "" });
    for (const env of [{ NO_COLOR: "1" }, { CI: "true" }, { TERM: "dumb" }]) {
      const terminal = program.terminal(["up", "--skip-preview"], { env });
      expect(await terminal.exit).to.equal(0);
      expect(terminal.raw, JSON.stringify(env)).not.to.contain("\x1b");
    }
    const unasked = program.terminal(["up"], { env: { CI: "true" } });
    expect(await unasked.exit).to.equal(2);
  });
});
