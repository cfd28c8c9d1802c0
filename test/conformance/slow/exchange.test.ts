import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FileBackend, LocalEngine, TestStack } from "@anew/engine";
import { expect } from "chai";
import { skip } from "../../setup";
import { normalState } from "../normal-state";
import { pathWithPlugins } from "../plugin-path";
import { ProgramFolder } from "../program-folder";
import { realCliExists } from "../real";

const STEP = "conformance:step";

/** Resources with nearly every option, secrets at every depth, an explicit provider, assets and components. */
const PROGRAM = `
  class Group extends pulumi.ComponentResource {
    constructor(name, options) { super("test:index:Group", name, {}, options); }
  }
  const group = new Group("group", {});
  const own = new RawProvider("own", { region: pulumi.secret("here") });
  const file = new pulumi.asset.StringAsset("content");
  const first = new Logged("first", { value: "1", other: { deep: [pulumi.secret({ a: ["b"] }), "plain"] } }, {
    parent: group, protect: true, retainOnDelete: true, ignoreChanges: ["other.none"], aliases: [{ name: "former" }],
    customTimeouts: { create: "1m", delete: "2m" }, additionalSecretOutputs: ["value"],
  });
  const second = new Logged("second", { value: pulumi.secret({ whole: { object: 1.5 } }), other: first.urn }, {
    dependsOn: [first], replaceOnChanges: ["value"], deletedWith: group, replacementTrigger: { version: 1 },
  });
  new Raw("third", { file, list: [second.id, pulumi.secret(2)], nothing: null }, { provider: own, replaceWith: [second] });
  const inside = new Group("inside", { parent: group, provider: own });
  new Raw("fourth", { value: inside.urn }, { parent: inside });
  return { nested: { secret: pulumi.secret("out"), plain: [1, null] }, url: second.value, group };
`;

describe("a state goes from one engine to the other", () => {
  it("and back without a change, all fields and secrets kept", async function () {
    if (!realCliExists()) skip(this, "there is no pulumi on the PATH");
    const program = new ProgramFolder({ name: "exchange", program: PROGRAM }, "real");
    const { PATH } = process.env;
    process.env.PATH = pathWithPlugins();
    try {
      const pulumi = realCli(program.folder);
      const main = require(join(program.folder, "index.js")) as () => unknown;
      const backend = new FileBackend(join(program.folder, "ours"));
      const stack = new TestStack({ program: main, project: "conformance", folder: program.folder, backend });
      const local = new LocalEngine({ backend, passphrase: "" }).stack({ folder: program.folder });
      const config = { step: "1" };
      expect((await stack.up({ config })).error).to.equal(undefined);
      // From the embedded engine to the real one.
      const ours = await local.export();
      pulumi("stack", "init", "dev");
      pulumi("config", "set", STEP, "1");
      write(program.folder, ours);
      pulumi("stack", "import", "--file", "state.json");
      pulumi("preview", "--expect-no-changes");
      expect(normalState(exported(pulumi, "--show-secrets"))).to.deep.equal(normalState(await stack.state()));
      // What the real one has made of it goes back.
      pulumi("up", "--yes", "--skip-preview");
      const theirs = JSON.parse(pulumi("stack", "export"));
      await local.import(theirs);
      const { changeSummary, error } = await stack.preview({ config });
      expect({ error, changed: Object.keys(changeSummary) }).to.deep.equal({
        error: undefined,
        changed: ["same"],
      });
      expect(normalState(await stack.state())).to.deep.equal(normalState(exported(pulumi, "--show-secrets")));
      expect((await local.export()).deployment.resources).to.deep.equal(theirs.deployment.resources);
    } finally {
      process.env.PATH = PATH;
      program.remove();
    }
  }).timeout(600_000);
});

type Pulumi = (...args: string[]) => string;

/** The real CLI on a file backend of its own. @throws Error with what it printed when it fails */
function realCli(folder: string): Pulumi {
  const state = join(folder, "state");
  mkdirSync(state);
  const env = {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_STACK: "dev",
    NO_COLOR: "1",
  };
  return (...args) => {
    const all = [...args, "--non-interactive"];
    const { status, stdout, stderr } = spawnSync("pulumi", all, { cwd: folder, encoding: "utf8", env });
    if (status !== 0) throw new Error(`pulumi ${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  };
}

function exported(pulumi: Pulumi, ...flags: string[]) {
  return JSON.parse(pulumi("stack", "export", ...flags)).deployment;
}

function write(folder: string, state: unknown): void {
  writeFileSync(join(folder, "state.json"), JSON.stringify(state));
}
