import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { waitFor } from "../../../../test/setup";
import type { MachineContentArgs } from "../../src/index";
import { readMachineDefinition } from "../../src/machine/definition/definition";
import { buildMachineImage, type MachineBuild } from "../../src/machine/packer/build-machine-image";
import { useFakePacker, usePath } from "../support/fake-packer";
import { type FileSpec, folderWith, removeFolders } from "../support/files";

const FILES: Record<string, FileSpec> = {
  "web.pkr.hcl": "# template\n",
  "setup.sh": { executable: "#!/bin/sh\n" },
  "noise.log": "x",
  ".packerignore": "*.log\n",
};
/** Writes what it was given into a folder of the test's. */
const RECORD =
  'echo "$@" >> $OUT/args; pwd > $OUT/cwd; find . | sort > $OUT/files; env > $OUT/env; cat ../anew.pkrvars.json > $OUT/vars';

describe("Building with Packer", function () {
  this.timeout(60_000);
  const cleanups: (() => void)[] = [];
  let reported: string[];

  beforeEach(() => {
    reported = [];
  });
  afterEach(() => {
    for (const clean of cleanups.splice(0)) clean();
    removeFolders();
  });

  function out(script: string): (name: string) => string {
    const folder = folderWith({});
    cleanups.push(useFakePacker(`OUT=${folder}\n${script}`));
    return (name) => readFileSync(join(folder, name), "utf8");
  }

  function buildOf(
    more: Partial<MachineBuild> = {},
    args: Partial<MachineContentArgs> = {},
    files = FILES,
  ): MachineBuild {
    const definition = readMachineDefinition({ context: folderWith(files), ...args }, "test");
    const report = (message: string) => void reported.push(message);
    return { definition, connection: {}, secretVariables: {}, timeoutMs: 10_000, report, ...more };
  }
  const failureOf = (built: Promise<unknown>) =>
    built.then(
      () => expect.fail("nothing was wrong"),
      (error: Error) => error.message,
    );
  const staged = () => readdirSync(tmpdir()).filter((name) => name.startsWith("anew-context-"));

  it("runs it in a copy of what was hashed, with the extra files, and nothing else", async () => {
    const read = out(RECORD);
    const role = folderWith({ "tasks/main.yml": "- ping:\n" });
    const key = join(folderWith({ "a.pem": "key" }), "a.pem");
    await buildMachineImage(buildOf({}, { extraFiles: { "roles/common": role, "keys/web.pem": key } }));
    expect(read("files").trim().split("\n")).to.deep.equal([
      ".",
      "./keys",
      "./keys/web.pem",
      "./roles",
      "./roles/common",
      "./roles/common/tasks",
      "./roles/common/tasks/main.yml",
      "./setup.sh",
      "./web.pkr.hcl",
    ]);
    expect(existsSync(read("cwd").trim())).to.equal(false);
  });

  it("gives it the hash, the variables and the files of variables, and secrets by the environment alone", async () => {
    process.env.PKR_VAR_foreign = "not hashed";
    cleanups.push(() => delete process.env.PKR_VAR_foreign);
    const read = out(RECORD);
    const args = {
      variables: { size: "big", zones: ["a"] },
      varFiles: ["p.pkrvars.hcl"],
      only: "amazon-ebs.web",
    };
    const connection = { region: "eu-west-1", profile: "shop" };
    const build = buildOf({ secretVariables: { password: "hunter2hunter2" }, connection }, args, {
      ...FILES,
      "p.pkrvars.hcl": "",
    });
    await buildMachineImage(build);
    const { contentHash } = build.definition;
    expect(JSON.parse(read("vars"))).to.deep.equal({
      size: "big",
      zones: ["a"],
      anew_content_hash: contentHash,
    });
    expect(
      read("args")
        .replace(/-var-file=\/\S+/, "-var-file=OWN")
        .trim(),
    ).to.equal(
      "build -machine-readable -color=false -only=amazon-ebs.web -var-file=p.pkrvars.hcl -var-file=OWN .",
    );
    const environment = read("env").split("\n");
    expect(environment).to.include.members([
      "PKR_VAR_password=hunter2hunter2",
      "AWS_REGION=eu-west-1",
      "AWS_PROFILE=shop",
      "CHECKPOINT_DISABLE=1",
    ]);
    expect(environment.filter((line) => line.startsWith("PKR_VAR_"))).to.have.length(1);
  });

  it("gives a template of the old kind its secrets in a file, as texts", async () => {
    const read = out(RECORD);
    const args = { template: "old.json", variables: { count: 2 } };
    const build = buildOf({ secretVariables: { password: "hunter2hunter2" } }, args, {
      "old.json": '{"builders":[]}',
    });
    await buildMachineImage(build);
    const { contentHash } = build.definition;
    expect(JSON.parse(read("vars"))).to.deep.equal({
      count: "2",
      anew_content_hash: contentHash,
      password: "hunter2hunter2",
    });
    expect(read("args"))
      .to.match(/ old\.json$/m)
      .and.not.contain("hunter2");
    expect(read("env")).to.not.contain("hunter2");
  });

  it("installs the plugins that the template asks for first", async () => {
    const read = out('echo "$@" >> $OUT/args');
    const plugins =
      'packer {\n required_plugins {\n amazon = {\n version = ">= 1.2.8"\n source = "github.com/hashicorp/amazon"\n }\n }\n}\n';
    await buildMachineImage(buildOf({}, {}, { "web.pkr.hcl": plugins }));
    expect(read("args").split("\n")[0]).to.equal("init .");
    expect(reported).to.deep.equal(["packer init"]);
  });

  it("reports its steps and gives the images, without secrets", async () => {
    out(
      [
        "echo '1,,ui,say,==> amazon-ebs.web: \\033[1;32mCreating AMI hunter2hunter2%!(PACKER_COMMA) from i-1\\033[0m'",
        "echo '1,,ui,message,    amazon-ebs.web: noise'",
        "echo '1,amazon-ebs.web,artifact,0,id,eu-west-1:ami-1%!(PACKER_COMMA)us-east-1:ami-2'",
      ].join("\n"),
    );
    const ids = await buildMachineImage(buildOf({ secretVariables: { password: "hunter2hunter2" } }));
    expect(ids).to.deep.equal(["eu-west-1:ami-1", "us-east-1:ami-2"]);
    expect(reported).to.deep.equal(["Creating AMI [secret], from i-1"]);
  });

  it("shows its last lines when it fails, without colours and secrets", async () => {
    out(
      "echo '1,,ui,error,==> amazon-ebs.web: \\033[31mno subnet for hunter2hunter2\\033[0m\\\\nat all'\necho plain >&2\nexit 1",
    );
    const before = staged();
    expect(
      await failureOf(buildMachineImage(buildOf({ secretVariables: { a: "hunter2hunter2" } }))),
    ).to.equal(
      'template: got ".", expected a build that succeeds; Packer\'s last lines follow\n  | no subnet for [secret]\n  | at all\n  | plain',
    );
    expect(staged()).to.deep.equal(before);
  });

  it("says what to do about a name that is taken", async () => {
    out("echo \"1,,ui,error,Error: AMI Name: 'web' is used by an existing AMI: ami-0abc\"\nexit 1");
    expect(await failureOf(buildMachineImage(buildOf()))).to.contain(
      "aws ec2 deregister-image --image-id ami-0abc",
    );
  });

  it("says that it is missing", async () => {
    cleanups.push(usePath("/nowhere"));
    expect(await failureOf(buildMachineImage(buildOf()))).to.equal(
      "template: got nothing, expected the packer command on the PATH, which builds the image; install Packer: https://developer.hashicorp.com/packer/install",
    );
  });

  it("ends one that hangs, politely so that it cleans up, with all that it has started", async () => {
    const read = out(
      "trap 'echo cleaned up > $OUT/end; exit 1' TERM\necho '1,,ui,say,waiting'\nsleep 60 & echo $! > $OUT/child\nwait",
    );
    const message = await failureOf(buildMachineImage(buildOf({ timeoutMs: 500 })));
    expect(message).to.contain(
      'timeout: got "packer build that did not end", expected an end within 500 milliseconds',
    );
    expect(message).to.contain("  | waiting");
    expect(read("end")).to.equal("cleaned up\n");
    // Gone, or dead and not yet taken note of.
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", read("child").trim()], { encoding: "utf8" });
    expect(stdout.trim()).to.match(/^(Z.*)?$/);
  });

  it("passes a polite end of the update on to it, and waits until it has cleaned up", async () => {
    const read = out(
      "trap 'echo cleaned up > $OUT/end; exit 1' TERM\necho '1,,ui,say,waiting'\nwhile :; do sleep 0.05; done",
    );
    const survive = () => {};
    process.on("SIGTERM", survive);
    cleanups.push(() => process.off("SIGTERM", survive));
    const before = process.listenerCount("SIGTERM");
    const failure = failureOf(buildMachineImage(buildOf()));
    expect(await waitFor(() => reported.includes("waiting"), 10_000)).to.equal(true);
    process.kill(process.pid, "SIGTERM");
    expect(await failure).to.contain("expected a build that succeeds");
    expect(read("end")).to.equal("cleaned up\n");
    expect(process.listenerCount("SIGTERM")).to.equal(before);
  });
});
