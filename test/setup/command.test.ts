import { expect } from "chai";
import { mustRun, run, which } from "./command";

describe("running a program", () => {
  it("gives its exit code and both streams", async () => {
    expect(await run("sh", ["-c", "echo out; echo err >&2; exit 3"])).to.deep.equal({
      exitCode: 3,
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  it("passes its lines on while it runs, and what it is given to it", async () => {
    const lines: string[] = [];
    await run("cat", [], { input: "a\nb\nc", onLine: (line) => lines.push(line) });
    expect(lines).to.deep.equal(["a", "b"]);
  });

  it("ends it with its children when it takes too long", async () => {
    const { exitCode } = await run("sh", ["-c", "sleep 1000 & sleep 1000"], { timeout: 200 });
    expect(exitCode).to.equal(124);
  });

  it("says that a program is not there", async () => {
    expect((await run("no-such-program", [])).exitCode).to.equal(127);
    expect(which("no-such-program")).to.equal(undefined);
    expect(which("sh")).to.match(/\/sh$/);
  });

  it("says at a failure what the program has said last", async () => {
    let error: unknown;
    await mustRun("sh", ["-c", "echo because; exit 1"]).catch((caught: unknown) => {
      error = caught;
    });
    expect(String(error)).to.contain("ended with 1:\nbecause");
  });
});
