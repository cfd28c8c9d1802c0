import { expect } from "chai";
import { LocalProgram, removePrograms } from "../support/local-program";
import { FILES } from "../support/programs";

describe("anew local", function () {
  this.timeout(180_000);
  let program: LocalProgram;
  beforeEach(() => {
    program = new LocalProgram(FILES);
  });
  after(removePrograms);

  const short = (step: { op: string; urn: string }) => `${step.op} ${step.urn.split("::").at(-1)}`;

  it("prints the steps in order as one line of --json, and masks secrets everywhere", () => {
    const up = program.run("up", "--skip-preview", "--json", "--config", "password=hunter2");
    expect(up.status, up.stderr).to.equal(0);
    const { steps, changeSummary, outputs } = JSON.parse(up.stdout);
    expect(steps.map(short)).to.deep.equal(["create cli-dev", "create slow", "create after"]);
    expect(changeSummary).to.deep.equal({ create: 3 });
    expect(outputs).to.deep.equal({ out: "out of 1", password: "[secret]" });
    expect(up.stdout.trimEnd().split("\n")).to.have.length(1);
    expect(up.stdout + up.stderr).not.to.contain("hunter2");
    const preview = program.json("preview", "--config", "value=2");
    expect(preview.steps.map(short)).to.deep.equal(["same cli-dev", "update slow", "update after"]);
    const destroy = program.run("destroy", "--skip-preview");
    expect(destroy.status).to.equal(0);
    expect(destroy.stdout).to.match(/- {2}pulumi-nodejs:dynamic:Resource after deleted \(\d+\.\d\ds\)/);
    expect(program.effects()).to.deep.equal(["create slow", "create after", "delete after", "delete slow"]);
  });

  it("ends with 1 and the error in the JSON when the update fails", () => {
    const up = program.run("up", "--skip-preview", "--json", "--config", "value=bad");
    expect(up.status).to.equal(1);
    expect(JSON.parse(up.stdout).error).to.equal("create refused");
    expect(up.stderr).to.contain("error: create refused");
  });

  it("exports a deployment that it can import again, but not into another stack", () => {
    program.run("up", "--skip-preview");
    const exported = program.run("export");
    const { version, deployment } = JSON.parse(exported.stdout);
    expect(version).to.equal(3);
    expect(deployment.resources).to.have.length(4);
    expect(program.run("export", "--file", "state.json").stdout).to.equal("");
    expect(JSON.parse(program.read("state.json")).deployment.resources).to.deep.equal(deployment.resources);
    expect(program.run("import", "--file", "state.json").status).to.equal(0);
    expect(program.json("up", "--skip-preview").changeSummary).to.deep.equal({ same: 3 });
    const other = program.run("import", "--file", "state.json", "--stack", "other");
    expect(other.status).to.equal(1);
    expect(other.stderr).to.contain("is from a different stack (dev != other)");
    expect(program.run("import", "--force").stderr).to.contain("--force is not supported");
    program.write("state.json", "{");
    expect(program.run("import", "--file", "state.json").stderr).to.match(
      /^error: state.json is broken at line 1, column 2: /,
    );
    program.write("state.json", "[]");
    expect(program.run("import", "--file", "state.json").stderr).to.match(/"version" and .*"deployment"/s);
  });

  it("previews before it acts, and acts only when told to where nobody can be asked", () => {
    const unconfirmed = program.run("up");
    expect(unconfirmed.status).to.equal(2);
    expect(unconfirmed.stderr).to.contain("--yes or --skip-preview must be passed in to proceed");
    expect(program.effects()).to.deep.equal([]);
    const up = program.run("up", "--yes", "--message", "first one");
    expect(up.status).to.equal(0);
    expect(up.stdout).to.match(
      /^Previewing update \(dev\): first one\n.*3 to create.*\nUpdating \(dev\): .*3 created/s,
    );
    const destroy = program.run("destroy", "--preview-only");
    expect(destroy.status, destroy.stderr).to.equal(0);
    expect(destroy.stdout).to.match(/^Previewing destroy \(dev\):\n.*3 to delete/s);
    expect(program.run("destroy", "--preview-only", "--yes").stderr).to.contain("cannot be used together");
    expect(program.effects()).to.deep.equal(["create slow", "create after"]);
    expect(program.run("up", "--yes", "--config", "value=bad", "--replace", "nothing").status).to.equal(1);
    expect(program.effects()).to.deep.equal(["create slow", "create after"]);
  });

  it("takes the environment's word as the Pulumi CLI does", () => {
    program.env = { PULUMI_STACK: "organization/cli/other", PULUMI_SKIP_CONFIRMATIONS: "true" };
    const up = program.run("up");
    expect(up.status, up.stderr).to.equal(0);
    expect(up.stdout).to.match(/^Previewing update \(other\):\n.*\nUpdating \(other\):\n/s);
    program.env = { PULUMI_PARALLEL: "none" };
    expect(program.run("up").stderr).to.contain("expected a whole number from 1");
  });

  it("ends with 7 when changes are found that are not expected", () => {
    const preview = program.run("preview", "--expect-no-changes");
    expect(preview.status).to.equal(7);
    expect(preview.stderr).to.contain("no changes were expected for preview but changes were proposed");
    expect(program.run("up", "--skip-preview", "--expect-no-changes").status).to.equal(7);
    expect(program.run("up", "--skip-preview", "--expect-no-changes").status).to.equal(0);
  });

  it("ends with 6 when there is no stack of that name", () => {
    for (const args of [
      ["destroy", "--yes"],
      ["refresh", "--yes"],
      ["export"],
      ["cancel"],
      ["cancel", "gone"],
    ]) {
      const { status, stderr } = program.run(...args, "--stack", "gone");
      expect(status, args[0]).to.equal(6);
      expect(stderr).to.contain("no stack named 'gone' found: an update makes it");
    }
  });
});
