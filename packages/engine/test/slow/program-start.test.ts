import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { LocalEngine, MemoryBackend, type UpArgs } from "../../src";

/** Inside the engine's package, so that the program finds its SDK. */
const WORK = join(__dirname, "..", "..", ".anew", `start-test-${process.pid}`);

describe("A program of a folder", function () {
  this.timeout(60_000);
  let count = 0;
  let outside: string;
  before(() => {
    outside = mkdtempSync(join(tmpdir(), "anew-start-"));
  });
  after(() => {
    for (const folder of [WORK, outside]) rmSync(folder, { recursive: true, force: true });
  });

  const write = (folder: string, files: Readonly<Record<string, string>>) => {
    const all = { "Pulumi.yaml": "name: start\nruntime: nodejs\n", ...files };
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  };
  const up = async (folder: string, args: UpArgs = {}) => {
    const messages: string[] = [];
    const stack = new LocalEngine({ backend: new MemoryBackend(), passphrase: "" }).stack({ folder });
    const { error, outputs } = await stack.up({
      ...args,
      onEvent: (event) =>
        void (event.kind === "message" && event.severity !== "debug" && messages.push(event.message)),
    });
    return { error, outputs, messages, all: messages.join("\n").replaceAll(`${folder}/`, "") };
  };
  const inside = (files: Readonly<Record<string, string>>, args?: UpArgs) =>
    up(write(join(WORK, String(++count)), { "package.json": '{ "main": "index.js" }', ...files }), args);

  it("names the file, the line and the text of a TypeScript error", async () => {
    const { error, all } = await inside({
      "package.json": '{ "main": "index.ts" }',
      "tsconfig.json": '{ "compilerOptions": { "types": [] } }',
      "index.ts": "const fine = 1;\nexport const wrong: number = String(fine);\n",
    });
    expect(error).to.contain("Unable to compile TypeScript");
    expect(all).to.contain("index.ts(2,14): error TS2322: Type 'string' is not assignable to type 'number'.");
  });

  it("shows where JavaScript does not parse, and what a program throws", async () => {
    expect((await inside({ "index.js": "const x = ;\n" })).all).to.match(
      /index.js:1\nconst x = ;\n.*Unexpected token/s,
    );
    const thrown = await inside({ "index.js": "throw new Error('boom');" });
    expect(thrown.all).to.match(/failed with an unhandled exception:.*Error: boom\n.*at .*index.js:1:7/s);
  });

  it("tells how to install a module that is missing", async () => {
    const unknown = await inside({ "index.js": 'require("no-such-module/sub")' });
    expect(unknown.all).to.contain("Cannot find module 'no-such-module/sub'");
    expect(unknown.messages.at(-1)).to.match(
      /^no-such-module is not installed: run "pnpm add no-such-module" in /,
    );
    const declared = await inside({
      "Pulumi.yaml": "name: start\nruntime: { name: nodejs, options: { packagemanager: npm } }\n",
      "package.json": '{ "main": "index.js", "type": "module", "dependencies": { "@scope/mod": "1" } }',
      "index.js": 'import "@scope/mod";',
    });
    expect(declared.messages.at(-1)).to.match(
      /^@scope\/mod is named in package.json but not installed: run "npm install" in/,
    );
  });

  it("tells how to give configuration that it requires", async () => {
    const program = 'new (require("@pulumi/pulumi").Config)().require("name");';
    const plain = await inside({ "index.js": program });
    expect(plain.messages.at(-1)).to.equal(
      `name is not set: give it by "--config name=…", or in the stack's file`,
    );
    const secret = await inside({ "index.js": program.replace(".require", ".requireSecret") });
    expect(secret.messages.at(-1)).to.contain('"--secret name=…"');
  });

  it("says what is missing when the entry point is, and how the program ended", async () => {
    expect((await inside({})).all)
      .to.contain("Cannot find module 'index.js'")
      .and.to.contain('valid "main" entry');
    expect((await inside({ "index.js": "process.exit(3)" })).error).to.equal(
      "the program failed with exit code 3",
    );
    expect((await inside({ "index.js": "process.kill(process.pid, 'SIGKILL')" })).error).to.equal(
      "the program was ended by SIGKILL",
    );
  });

  it("says which SDK it needs", async () => {
    const old = write(join(outside, "old"), {
      "index.js": "",
      "package.json": "{}",
      "node_modules/@pulumi/pulumi/package.json": '{ "name": "@pulumi/pulumi", "version": "2.25.2" }',
      "node_modules/@pulumi/pulumi/cmd/run/index.js": "",
    });
    expect((await up(old)).error).to.equal(
      `@pulumi/pulumi: got version 2.25.2 in ${old}, expected 3.x: run "npm install @pulumi/pulumi@3" there`,
    );
    const broken = write(join(outside, "broken"), { "index.js": "", "package.json": "{" });
    expect((await up(broken)).error).to.match(/package.json cannot be read: /);
  });

  it("says which plugin is missing and where it was looked for, and which target is", async () => {
    const program = 'new (require("@pulumi/pulumi").CustomResource)("frob:index:Thing", "thing", {});';
    const { error } = await inside({ "index.js": program });
    expect(error).to.contain("frob").and.to.contain("pulumi-resource-frob").and.to.contain(process.env.PATH);
    const target = "urn:pulumi:dev::start::frob:index:Thing::other";
    expect((await inside({ "index.js": "" }, { target: [target] })).all).to.contain(target);
  });

  it("is run where main says, as CommonJS, ECMAScript module or TypeScript", async () => {
    const esm = '{ "main": "index.js", "type": "module" }';
    const typed = "export const kind: string = process.title && 'typed';\n";
    const node = '{ "compilerOptions": { "module": "nodenext", "target": "es2022", "types": ["node"] } }';
    const programs: Record<string, string>[] = [
      { "index.js": "exports.kind = 'plain';" },
      { "package.json": esm, "index.js": "export const kind = await Promise.resolve('esm');" },
      {
        "Pulumi.yaml": "name: start\nruntime: nodejs\nmain: app/\n",
        "app/index.js": "exports.kind = 'main';",
      },
      { "package.json": '{ "main": "index.ts" }', "tsconfig.json": node, "index.ts": typed },
    ];
    const kinds: unknown[] = [];
    for (const files of programs) {
      const { error, outputs } = await inside(files);
      kinds.push(error ?? outputs.kind);
    }
    expect(kinds).to.deep.equal(["plain", "esm", "main", "typed"]);
    // As with the real one: the SDK brings a ts-node that is too old for this.
    const both = await inside({
      "package.json": esm.replace(".js", ".ts"),
      "tsconfig.json": node,
      "index.ts": typed,
    });
    expect(both.error).to.contain('Unknown file extension ".ts"');
    expect(both.messages.at(-1)).to.match(
      /^TypeScript in ECMAScript modules needs ts-node: run "pnpm add ts-node" in /,
    );
  });

  it("is run with the arguments and the tsconfig that Pulumi.yaml names", async () => {
    const { error, all } = await inside({
      "Pulumi.yaml": `name: start\nruntime: { name: nodejs, options: { nodeargs: "--title='given title'", tsconfig: other.json } }\n`,
      "package.json": '{ "main": "index.ts" }',
      "other.json": '{ "compilerOptions": { "types": [], "strict": false } }',
      "index.ts": "declare const process: any;\nconst x: number = null; console.log(process.title, x);\n",
    });
    expect(error, all).to.equal(undefined);
    expect(all).to.contain("given title null");
  });
});
