import { expect } from "chai";
import { LocalProgram, OUTSIDE, removePrograms } from "../support/local-program";
import { FILES } from "../support/programs";

describe("What anew local is given", function () {
  this.timeout(180_000);
  after(removePrograms);

  it("is refused with what is allowed where it is no option, no value or of the Pulumi CLI only", () => {
    const program = new LocalProgram({});
    const refused = (...args: string[]) => {
      const { status, stderr, stdout } = program.run("up", "--skip-preview", ...args);
      expect(status, stderr).to.equal(1);
      expect(stdout).not.to.contain("Resources:");
      return stderr.trim();
    };
    expect(refused("--frob")).to.equal("error: unknown option '--frob'");
    expect(refused("--parallel", "x")).to.match(/argument 'x' is invalid. expected a whole number from 1/);
    expect(refused("--refresh=maybe")).to.match(/argument 'maybe' is invalid. expected true or false/);
    expect(refused("--config", "novalue")).to.equal(
      'error: --config: got "novalue", expected key=value, for example --config env=test',
    );
    expect(refused("--secret", "hunter2")).to.contain("--secret: got no =").and.not.to.contain("hunter2");
    expect(refused("--config", "a:b:c:d=1")).to.contain(
      'configuration key "a:b:c:d": expected name, namespace:name',
    );
    expect(refused("--target", "a", "--exclude", "b")).to.contain(
      "--target and --exclude cannot be used together",
    );
    expect(refused("--stack", "../up")).to.contain('stack: got "../up"');
    expect(refused("--config-file", "gone.yaml")).to.match(
      /the configuration file .*gone.yaml does not exist/,
    );
    expect(refused("--cwd", "gone")).to.match(/the folder .*gone does not exist/);
    for (const flag of ["--policy-pack=x", "--plan", "--neo", "--attach-debugger", "--import-file=x", "-e"]) {
      expect(refused(flag)).to.match(/^error: --[a-z-]+ is not supported by the embedded engine: ./);
    }
    expect(program.run("export", "--version", "3").stderr).to.contain("--version is not supported");
  });

  it("is said in the JSON, too, and keeps the standard output to it", () => {
    const program = new LocalProgram({ "Pulumi.yaml": "name: [\n" });
    const { status, stdout, stderr } = program.run("preview", "--json");
    expect(status).to.equal(1);
    expect(JSON.parse(stdout).error).to.match(/Pulumi.yaml cannot be read: .* at line 2/);
    expect(stderr).to.contain("error: ");
  });

  it("is a program that has its SDK, or the command that installs it is named", () => {
    const none = new LocalProgram({ "index.js": "", "yarn.lock": "" }, OUTSIDE);
    expect(none.json("preview").error).to.equal(
      `the Pulumi SDK is not installed for the program in ${none.folder}: run "yarn add @pulumi/pulumi" there`,
    );
    const declared = new LocalProgram({ "index.js": "" }, OUTSIDE);
    declared.write("package.json", '{ "dependencies": { "@pulumi/pulumi": "^3" } }');
    expect(declared.json("preview").error).to.match(/its package.json names it: run "npm install" there$/);
  });

  it("sets configuration inside of values and as secrets, and reads it from another file", () => {
    const program = new LocalProgram({
      "index.js": `
        const config = new (require("@pulumi/pulumi").Config)();
        exports.data = config.getObject("data");
        exports.token = config.get("token");
        exports.shown = config.requireSecret("token");`,
      "other.yaml": "config:\n  cli:data: { list: [1] }\n",
    });
    const args = [
      "--config-path",
      "--config",
      "data.list[1]=2",
      "--secret",
      "token=hunter2",
      "--config-file",
      "other.yaml",
    ];
    const { outputs, steps, error } = program.json("preview", ...args);
    expect(error).to.equal(undefined);
    expect(outputs).to.deep.equal({ data: { list: [1, 2] }, token: "hunter2", shown: "[secret]" });
    expect(steps[0]).to.include({ op: "create", detailedDiff: null });
    expect(program.json("preview", ...args, "--suppress-outputs")).not.to.have.property("outputs");
    expect(program.json("preview", ...args, "--show-secrets").outputs.shown).to.equal("hunter2");
  });

  it("is a passphrase that opens the stack's secrets, or nothing is done", () => {
    const salt = "v1:D0ThvX4OpXU=:v1:8Fy2ew3Ijl6qaTWI:BkHmXxVmCDnM/uPadYFUNG/hqNpGXg==";
    const program = new LocalProgram({ ...FILES, "Pulumi.dev.yaml": `encryptionsalt: ${salt}\n` });
    const { status, stderr } = program.run("up", "--skip-preview");
    expect(status).to.equal(1);
    expect(stderr).to.contain("incorrect passphrase").and.to.contain("PULUMI_CONFIG_PASSPHRASE");
    expect(program.effects()).to.deep.equal([]);
  });

  it("shows what changes in each resource", () => {
    const program = new LocalProgram(FILES);
    program.run("up", "--skip-preview", "--config", "password=hunter2");
    const change = ["--config", "value=2", "--config", "password=hunter3"];
    const { stdout } = program.run("preview", "--diff", ...change);
    expect(stdout).to.contain(`
 ~  pulumi-nodejs:dynamic:Resource: (update)
      [id=slow]
      [urn=urn:pulumi:dev::cli::pulumi-nodejs:dynamic:Resource::slow]
    ~ password: [secret] => [secret]
    ~ value: "1" => "2"
`);
    expect(stdout).to.contain('    ~ value: "out of 1" => [unknown]\n');
    const step = program
      .json("preview", ...change)
      .steps.find(({ urn }: { urn: string }) => urn.endsWith("::slow"));
    expect(step).to.deep.include({ op: "update", diffReasons: ["password", "value"] });
    expect(step.detailedDiff.value).to.deep.equal({ kind: "update", inputDiff: true });
    expect(step.oldState.inputs).to.include({ value: "1", password: "[secret]" });
    expect(step.newState.inputs).to.include({ value: "2", password: "[secret]" });
  });

  it("names targets, replacements and what is shown as the Pulumi CLI does", () => {
    const program = new LocalProgram(FILES);
    program.run("up", "--skip-preview");
    const short = ({ op, urn }: { op: string; urn: string }) => `${op} ${urn.split("::").at(-1)}`;
    const changed = (...args: string[]) =>
      program
        .json("preview", ...args)
        .steps.map(short)
        .filter((step: string) => !step.startsWith("same"));
    expect(changed("--config", "value=2", "--target", "**::slow")).to.deep.equal(["update slow"]);
    expect(changed("--config", "value=2", "--exclude", "**::slow", "--exclude-dependents")).to.deep.equal([]);
    expect(changed("--target-replace", "**::after")).to.deep.equal([
      "create-replacement after",
      "replace after",
      "delete-replaced after",
    ]);
    const { stdout } = program.run("preview", "--show-sames", "--urns");
    expect(stdout).to.contain("\n    urn:pulumi:dev::cli::pulumi-nodejs:dynamic:Resource::slow same\n");
    const destroy = program.run("destroy", "--skip-preview", "--target", "**::slow", "--target-dependents");
    expect(destroy.status, destroy.stderr).to.equal(0);
    expect(program.effects().slice(-2)).to.deep.equal(["delete after", "delete slow"]);
    expect(program.run("refresh", "--yes", "--expect-no-changes").status).to.equal(0);
  });
});
