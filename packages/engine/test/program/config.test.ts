import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type ConfigInput, readConfig } from "../../src/program/config";
import { readProject } from "../../src/program/project";
import { PassphraseEncryption } from "../../src/state/passphrase";

describe("Configuration", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anew-config-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const encryption = new PassphraseEncryption("");
  const read = async (project: string, stack: string, given: ConfigInput = {}) => {
    writeFileSync(join(folder, "Pulumi.yaml"), `name: p\nruntime: nodejs\n${project}`);
    writeFileSync(join(folder, "Pulumi.dev.yaml"), stack);
    const config = await readConfig(readProject(folder), "dev", given, encryption);
    return Object.fromEntries(
      Object.entries(config).map(([key, { value, secret }]) => [key, secret ? { value } : value]),
    );
  };
  const refused = async (...args: Parameters<typeof read>) => {
    const error = await read(...args).then(
      () => new Error("was read"),
      (reason: Error) => reason,
    );
    return error.message.replaceAll(`${folder}/`, "");
  };

  it("has values as the real CLI hands them to programs", async () => {
    // Seen with the real CLI: numbers in their shortest form, whole ones with all digits, nothing as the empty text.
    const file = `config:
  p:float: 1.50
  p:exponent: 1e3
  p:hex: 0x10
  p:yes: yes
  p:big: 12345678901234567890
  p:huge: 1e21
  p:small: 1.5e-7
  p:nothing:
  p:config:long: form
  p:object: { a: null, f: 1.50, list: [true, x] }
  short: x
`;
    expect(await read("", file)).to.deep.equal({
      "p:float": "1.5",
      "p:exponent": "1000",
      "p:hex": "16",
      "p:yes": "yes",
      "p:big": "12345678901234567890",
      "p:huge": "1e+21",
      "p:small": "1.5e-7",
      "p:nothing": "",
      "p:long": "form",
      "p:object": '{"a":null,"f":1.5,"list":[true,"x"]}',
      "p:short": "x",
    });
  });

  it("comes from the project's defaults, then the stack's file, then what is given", async () => {
    const project =
      "config:\n  a: { type: integer, default: 1 }\n  b: { type: integer, default: 1 }\n  c: 1\n  aws:region: { value: x }\n";
    expect(await read(project, "config: { 'p:a': 2, 'p:b': 2 }", { b: "3" })).to.deep.equal({
      "p:a": "2",
      "p:b": "3",
      "p:c": "1",
      "aws:region": "x",
    });
  });

  it("is set inside structured values by a path", async () => {
    const given = {
      "data.list[1]": { value: "2", path: true },
      'data.map["x y"]': { value: "true", path: true },
    };
    expect(await read("", "config: { 'p:data': { list: [1], keep: k } }", given)).to.deep.equal({
      "p:data": '{"list":[1,2],"keep":"k","map":{"x y":true}}',
    });
    expect(await read("", "", { one: { value: "1", path: true } })).to.deep.equal({ "p:one": "1" });
    expect(
      await refused("", "config: { 'p:data': [1] }", { "data[3]": { value: "2", path: true } }),
    ).to.equal('configuration key "data[3]": got index 3, expected 0 to 1: the list has 1 elements');
    expect(
      await refused("", "config: { 'p:data': text }", { "data.x": { value: "2", path: true } }),
    ).to.equal('configuration key "data.x": "x" is in no object');
  });

  it("is secret where the stack's file encrypts it, anywhere inside, or the project says so", async () => {
    await encryption.unlock();
    const secure = encryption.encrypt("hunter2");
    const salt = `encryptionsalt: ${encryption.description()!.state.salt}\n`;
    const file = `${salt}config:\n  p:pw: { secure: "${secure}" }\n  p:data: { user: u, pw: { secure: "${secure}" } }\n`;
    expect(
      await read("config: { token: { type: string, secret: true } }", file, { token: "t" }),
    ).to.deep.equal({
      "p:pw": { value: "hunter2" },
      "p:data": { value: '{"user":"u","pw":"hunter2"}' },
      "p:token": { value: "t" },
    });
    expect(await refused("", `${salt}config:\n  p:pw: { secure: "v1:AAAA:BBBB" }\n`)).to.match(
      /^Pulumi.dev.yaml: config.p:pw: cannot be decrypted: .*; set it anew/,
    );
  });

  it("is refused with every disagreement with the project's declarations at once", async () => {
    const project = `config:
  count: { type: integer }
  names: { type: array, items: { type: string } }
  needed: { type: string }
  token: { type: string, secret: true }
`;
    const file = "config:\n  p:count: many\n  p:names: [a, 2]\n  p:token: plain\n";
    expect(await refused(project, file)).to.equal(
      `configuration of stack dev: 4 problems
  count: got "many", expected integer
  names: got "[\\"a\\",2]", expected array<string>
  needed: got nothing, expected a value of type string; give it in Pulumi.dev.yaml or by --config needed=…
  token: got a plain value, expected a secret one; encrypt it by: pulumi config set --secret token`,
    );
    expect(await refused("config: { n: { type: number } }", "")).to.equal(
      'Pulumi.yaml: config.n.type: got "number", expected string, integer, boolean, array, object',
    );
    expect(await refused("config: { n: { type: integer, default: x } }", "")).to.equal(
      'Pulumi.yaml: config.n.default: got "x", expected integer',
    );
    expect(await refused("config: { n: { type: array } }", "")).to.contain("config.n.items: got nothing");
    expect(await refused("config: { 'aws:region': { default: x } }", "")).to.contain("another package's key");
  });

  it("is refused when a key has too many parts, and when only the real CLI can make it", async () => {
    expect(await refused("", "", { "a:b:c:d": "1" })).to.equal(
      'configuration key "a:b:c:d": expected name, namespace:name or namespace:config:name',
    );
    expect(await refused("", "", { "": "1" })).to.contain('configuration key ""');
    expect(await refused("", "config: [1]\n")).to.equal(
      "Pulumi.dev.yaml: config: got [1], expected keys with values",
    );
    expect(await refused("", "config: {\n")).to.match(/^Pulumi.dev.yaml cannot be read: .* at line/);
    expect(await refused("", "environment: [prod]\n")).to.match(/^Pulumi.dev.yaml: environment: Pulumi ESC/);
    expect(await refused("", "secretsprovider: awskms://x\n")).to.contain(
      'got "awskms://x"; this engine decrypts only',
    );
  });
});
