import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { imageContentHash } from "@anew/images";
import { expect } from "chai";
import { root, run } from "../../../test/setup";

const MAIN = join(root, "packages/cli/dist/main.js");

describe("anew hash", function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anew-hash-test-"));
    mkdirSync(join(folder, "app"));
    writeFileSync(join(folder, "app/a.txt"), "a");
    writeFileSync(join(folder, "app/Dockerfile"), "FROM scratch AS one\nCOPY . /\nFROM one AS two\n");
    writeFileSync(join(folder, "web.Dockerfile"), "ARG A\nFROM scratch AS one\nCOPY . /\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function anew(...args: string[]) {
    const env = { ...process.env, FROM_ENVIRONMENT: "e" };
    return run(process.execPath, [MAIN, ...args], { cwd: root, env });
  }

  it("prints the hash that ImageBuild has, alone", async () => {
    const context = join(folder, "app");
    const { stdout, exitCode } = await anew("hash", context);
    expect(stdout).to.equal(`${imageContentHash({ context })}\n`);
    expect(exitCode).to.equal(0);
  });

  it("takes the options of docker build", async () => {
    const context = join(folder, "app");
    const dockerfile = join(folder, "web.Dockerfile");
    const options = ["--dockerfile", dockerfile, "--build-arg", "A=b=c", "--build-arg", "FROM_ENVIRONMENT"];
    const platforms = ["--platform", "linux/amd64,linux/arm64", "--platform", "linux/s390x"];
    const { stdout } = await anew("hash", context, ...options, "--target", "one", ...platforms);
    const args = {
      context,
      dockerfile,
      buildArgs: { A: "b=c", FROM_ENVIRONMENT: "e" },
      target: "one",
      platforms: ["linux/amd64", "linux/arm64", "linux/s390x"],
    };
    expect(stdout).to.equal(`${imageContentHash(args)}\n`);
  });

  it("prints nothing on standard output when something is wrong, and says what on the other", async () => {
    const { stdout, stderr, exitCode } = await anew("hash", join(folder, "nowhere"), "--target", "x");
    expect(stdout).to.equal("");
    expect(stderr).to.include(`context: got "${join(folder, "nowhere")}", expected a folder`);
    expect(exitCode).to.not.equal(0);
  });

  it("refuses a build argument without a value", async () => {
    const { stdout, stderr, exitCode } = await anew("hash", join(folder, "app"), "--build-arg", "NOT_THERE");
    expect(stdout).to.equal("");
    expect(stderr).to.include('--build-arg: got "NOT_THERE", expected NAME=value');
    expect(exitCode).to.not.equal(0);
  });
});
