import { expect } from "chai";
import { LocalProgram, removePrograms } from "../support/local-program";
import { FILES } from "../support/programs";

describe("anew local, interrupted,", function () {
  this.timeout(180_000);
  let program: LocalProgram;
  beforeEach(() => {
    program = new LocalProgram({ ...FILES, hold: "" });
  });
  after(removePrograms);

  const begin = async (...args: string[]) => {
    const run = program.start("up", "--skip-preview", ...args);
    await program.contains("effects.log", "waiting");
    return run;
  };
  const pending = () => JSON.parse(program.run("export").stdout).deployment.pending_operations ?? [];

  for (const [signal, called] of [
    ["SIGINT", "^C"],
    ["SIGTERM", "SIGTERM"],
    ["SIGHUP", "SIGHUP"],
  ] as const) {
    it(`lets the step under way end at the first ${signal} and begins no other`, async () => {
      const run = await begin("--json");
      run.kill(signal);
      await run.says(`${called} received: the steps under way are finished`);
      program.write("go", "");
      expect(await run.exit).to.equal(1);
      expect(program.effects()).to.deep.equal(["waiting", "create slow"]);
      const { changeSummary, error } = JSON.parse(run.out);
      expect(changeSummary.create).to.equal(2);
      expect(error).to.equal("update canceled");
      expect(pending()).to.deep.equal([]);
      program.remove("hold");
      expect(program.json("up", "--skip-preview").changeSummary).to.deep.equal({ create: 1, same: 2 });
    });
  }

  it("ends at once at the second one, with what was under way noted, and the next update goes on", async () => {
    const run = await begin("--json");
    run.kill("SIGINT");
    await run.says("press ^C again");
    run.kill("SIGINT");
    expect(await run.exit).to.equal(8);
    expect(run.all).to.contain("^C received: ending at once");
    expect(JSON.parse(run.out).error).to.equal("update canceled");
    expect(pending().map(({ type }: { type: string }) => type)).to.deep.equal(["creating"]);
    program.write("go", "");
    const up = program.run("up", "--skip-preview", "--json");
    expect(up.status, up.stderr).to.equal(0);
    expect(up.stderr).to.contain("::slow, interrupted while creating");
    expect(JSON.parse(up.stdout).changeSummary).to.deep.equal({ same: 1, create: 2 });
  });

  it("recovers from a kill: takes over the lock, tells what was under way and creates it again", async () => {
    const run = await begin();
    const second = program.run("up", "--skip-preview", "--json");
    expect(second.status).to.equal(1);
    expect(JSON.parse(second.stdout).error).to.match(
      /the stack is locked by .*\(pid \d+, since .*anew local cancel/,
    );
    run.kill("SIGKILL");
    await run.exit;
    program.write("go", "");
    const up = program.run("up", "--skip-preview", "--json");
    expect(up.status, up.stderr).to.equal(0);
    expect(up.stderr).to.contain("that process no longer lives");
    expect(up.stderr).to.contain("::slow, interrupted while creating");
    expect(JSON.parse(up.stdout).changeSummary).to.deep.equal({ same: 1, create: 2 });
  });

  it("goes on to its end when nobody reads its output any more", async () => {
    const run = await begin();
    run.stopReading();
    program.write("go", "");
    expect(await run.exit).to.equal(0);
    expect(program.effects()).to.deep.equal(["waiting", "create slow", "create after"]);
  });
});
