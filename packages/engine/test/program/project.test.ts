import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { LocalEngine } from "../../src";
import { readProject } from "../../src/program/project";

describe("A project", () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "anew-project-")));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const yaml = (text: string) => {
    writeFileSync(join(folder, "Pulumi.yaml"), text);
    return readProject(folder);
  };
  const refused = (text: string) => {
    try {
      yaml(text);
    } catch (error) {
      return (error as Error).message.replace(`${folder}/`, "");
    }
    throw new Error("was read");
  };

  it("is found in a folder above", () => {
    yaml("name: p\nruntime: nodejs\n");
    mkdirSync(join(folder, "below"));
    expect(readProject(join(folder, "below"))).to.include({ name: "p", root: folder, programFolder: folder });
  });

  it("is refused with the place and the fix when it is none", () => {
    expect(() => readProject(join(folder, "nowhere"))).to.throw(/the folder .*nowhere does not exist/);
    expect(() => readProject(folder)).to.throw(
      /no Pulumi.yaml in .* or above; .*"name: my-project" and "runtime: nodejs"/,
    );
    expect(refused("name: [\nruntime: nodejs\n")).to.match(/^Pulumi.yaml cannot be read: .* at line 2/);
    expect(refused("- a\n")).to.equal('Pulumi.yaml: expected keys with values, got ["a"]');
    expect(refused("runtime: nodejs\n")).to.match(
      /^Pulumi.yaml: name: got nothing, expected 1 to 100 letters/,
    );
    expect(refused("name: a/b\nruntime: nodejs\n")).to.match(/^Pulumi.yaml: name: got "a\/b", expected/);
    expect(refused("name: p\n")).to.match(/runtime: got nothing; .*: add "runtime: nodejs"/);
    expect(refused("name: p\nruntime: python\n")).to.match(
      /runtime: got "python"; this engine runs only "nodejs": run the program with the Pulumi CLI/,
    );
    expect(refused("name: p\nruntime: nodejs\nmain: gone\n")).to.match(
      /main: .*\/gone does not exist; expected/,
    );
    expect(refused("name: p\nruntime: nodejs\nmain: gone.js\n")).to.match(/main: .*\/gone.js does not exist/);
    expect(refused("name: p\nruntime: nodejs\nmain: 7\n")).to.equal(
      "Pulumi.yaml: main: got 7, expected a path",
    );
  });

  it("runs a file or a folder as main", () => {
    mkdirSync(join(folder, "app"));
    writeFileSync(join(folder, "app", "prog.ts"), "");
    expect(yaml("name: p\nruntime: nodejs\nmain: app\n")).to.include({
      programFolder: join(folder, "app"),
      entryPoint: ".",
    });
    for (const main of ["app/prog.ts", "app/prog"]) {
      expect(yaml(`name: p\nruntime: nodejs\nmain: ${main}\n`).programFolder).to.equal(join(folder, "app"));
    }
  });

  it("reads the runtime's options, and refuses those of the wrong kind", () => {
    const options = (text: string) => `name: p\nruntime:\n  name: nodejs\n  options: { ${text} }\n`;
    const read = yaml(
      options(
        `typescript: false, tsconfig: other.json, packagemanager: pnpm, nodeargs: "--a 'b c' --d=\\"e f\\""`,
      ),
    );
    expect(read).to.include({ typescript: false, tsconfig: "other.json", packageManager: "pnpm" });
    expect(read.nodeArguments).to.deep.equal(["--a", "b c", "--d=e f"]);
    expect(yaml("name: p\nruntime: nodejs\n")).to.include({ typescript: true, packageManager: "auto" });
    expect(refused(options("typescript: 1"))).to.contain("typescript: got 1, expected true or false");
    expect(refused(options("packagemanager: cargo"))).to.contain(
      'packagemanager: got "cargo", expected auto, npm, yarn, pnpm, bun',
    );
    expect(refused(options(`nodeargs: "--a 'b"`))).to.contain("expected every quote to be closed");
  });

  it("keeps its state where a file:// backend says", () => {
    const at = (url: string) => yaml(`name: p\nruntime: nodejs\nbackend: { url: "${url}" }\n`).backendFolder;
    expect(at("file://./state")).to.equal(join(folder, "state"));
    expect(at("file:///var/state?no_tmp_dir=true")).to.equal("/var/state");
    expect(at("s3://bucket")).to.equal(undefined);
  });

  it("has stacks with names that are file names, with or without organization and project", () => {
    yaml("name: p\nruntime: nodejs\n");
    const name = (stack: string) => new LocalEngine().stack({ folder, stack }).name.stack;
    expect(name("organization/p/dev")).to.equal("dev");
    expect(name("organization/dev")).to.equal("dev");
    expect(() => name("acme/p/dev")).to.throw(
      'stack: got "acme/p/dev", expected a name, or organization/p/<name>',
    );
    expect(() => name("..\\x y")).to.throw("expected 1 to 100 letters, digits");
    expect(() => name("")).to.throw("expected 1 to 100 letters, digits");
  });
});
