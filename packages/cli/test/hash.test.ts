import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { imageContentHash, machineContentHash } from "@anew/images";
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

  it("prints the hash that MachineImage has", async () => {
    const context = join(folder, "image");
    mkdirSync(context);
    writeFileSync(join(context, "web.pkr.hcl"), "# template\n");
    writeFileSync(join(context, "p.pkrvars.hcl"), "\n");
    const plain = await anew("hash", "--machine-image", context);
    expect(plain.stdout).to.equal(`${machineContentHash({ context })}\n`);

    const variables = ["--var", "size=a=b", "--var", 'zones:=["a"]', "--var-file", "p.pkrvars.hcl"];
    const places = ["--template", "web.pkr.hcl", "--extra-file", `files/app=${join(folder, "app")}`];
    const { stdout, stderr } = await anew(
      "hash",
      context,
      "--machine-image",
      ...variables,
      ...places,
      "--only",
      "x.y",
    );
    const args = {
      context,
      template: "web.pkr.hcl",
      variables: { size: "a=b", zones: ["a"] },
      varFiles: ["p.pkrvars.hcl"],
      extraFiles: { "files/app": join(folder, "app") },
      only: "x.y",
    };
    expect(stdout, stderr).to.equal(`${machineContentHash(args)}\n`);
  });

  it("refuses options of the other kind of image, and variables without a value", async () => {
    const context = join(folder, "app");
    for (const [args, expected] of [
      [
        ["--machine-image", "--target", "one"],
        "got --target, expected no option of an ImageBuild beside --machine-image",
      ],
      [["--var", "a=b"], "got --var, expected --machine-image beside it"],
      [["--machine-image", "--var", "a"], '--var: got "a", expected NAME=VALUE'],
      [["--machine-image", "--var", "a:=["], '--var: got "a:=[", expected NAME:=JSON'],
    ] as const) {
      const { stdout, stderr, exitCode } = await anew("hash", context, ...args);
      expect(stdout).to.equal("");
      expect(stderr).to.include(expected);
      expect(exitCode).to.not.equal(0);
    }
  });
});
