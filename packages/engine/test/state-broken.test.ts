import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { FileBackend } from "../src/state/file-backend";
import { TestStack } from "../src/test-stack";
import { Logged } from "./support/logged";
import { refusal } from "./support/refusal";

const NAME = { project: "test", stack: "dev" };
const A = "urn:pulumi:dev::test::pulumi-nodejs:dynamic:Logged::a";

interface State {
  version: number;
  features?: string[];
  checkpoint: {
    latest: {
      manifest: { version: string; magic: string };
      secrets_providers?: unknown;
      resources: Record<string, unknown>[];
    };
  };
}

describe("a state that cannot be used", () => {
  let folder: string;
  let backend: FileBackend;
  let file: string;
  let stack: TestStack;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "anew-state-"));
    backend = new FileBackend(folder);
    file = backend.stackFile(NAME);
    stack = new TestStack({
      program: () => {
        const a = new Logged("a", { other: pulumi.secret("hush") });
        new Logged("b", { other: a.urn });
      },
      backend,
    });
    await stack.up();
    await stack.up();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Changes the state by hand, then tries to use it; the file is left as it is, and nothing is locked. */
  async function refused(change: (state: State) => void): Promise<string> {
    const state = JSON.parse(readFileSync(file, "utf8")) as State;
    change(state);
    return refusedText(JSON.stringify(state));
  }

  async function refusedText(text: string): Promise<string> {
    writeFileSync(file, text);
    const message = await refusal(stack.up());
    expect(await refusal(stack.preview())).to.equal(message);
    expect(readFileSync(file, "utf8")).to.equal(text);
    expect(await backend.cancel(NAME)).to.deep.equal([]);
    return message;
  }

  const resource = (state: State, name: string) =>
    state.checkpoint.latest.resources.find(({ urn }) => String(urn).endsWith(`::${name}`))!;

  it("is named with the line and column where its text breaks, and how to go back", async () => {
    const text = readFileSync(file, "utf8");
    const message = await refusedText(text.slice(0, 600));
    expect(message).to.match(/^the state file .*dev\.json is broken at line \d+, column \d+: /);
    const command = /to go back to it: cp '(.*)' '(.*)'$/.exec(message)!;
    expect(command[2]).to.equal(file);
    writeFileSync(file, readFileSync(command[1]!));
    expect((await stack.up()).lines).to.deep.equal(["same a", "same b"]);
  });

  it("may be an empty file, as after a power cut; a backup that is empty too is not offered", async () => {
    const backups = join(folder, ".pulumi", "backups", "test", "dev");
    writeFileSync(join(backups, "dev.9999999999999999999.json"), "");
    const message = await refusedText("");
    expect(message).to.contain(
      "dev.json is empty, as a file can be after a power cut. It was left as it is.",
    );
    expect(message).to.contain("The newest backup is").and.not.to.contain("dev.9999999999999999999.json");
  });

  it("may be something else than a state", async () => {
    expect(await refusedText("[]")).to.contain('expected an object with "version" and "checkpoint"');
    expect(await refusedText('{"version":3}')).to.contain("expected an object as deployment, got nothing");
    expect(await refusedText("{}")).to.contain("has version undefined; expected a whole number from 1 to 4");
    expect(await refusedText('{"version":4,"features":["teleport"],"checkpoint":{"latest":{}}}')).to.contain(
      "uses features that this engine does not know: teleport",
    );
  });

  it("may be compressed by the Pulumi CLI, which is no stack that was never made", async () => {
    renameSync(file, `${file}.gz`);
    expect(await refusal(stack.up())).to.contain(`is compressed; unpack it first: gunzip '${file}.gz'`);
    expect(existsSync(file)).to.equal(false);
  });

  it("names the path of a property that cannot be read", async () => {
    const message = await refused((state) => {
      resource(state, "b").outputs = { list: [{ "4dabf18193072939515e22adb298388d": "what?" }] };
    });
    expect(message).to.match(
      /resources\[\d\]\.outputs of urn:.*::b: list\[0\]: .*unrecognized signature "what\?"/,
    );
  });

  it("says which secret was changed", async () => {
    const message = await refused((state) => {
      const inputs = resource(state, "a").inputs as { other: { ciphertext: string } };
      inputs.other.ciphertext = inputs.other.ciphertext.replace(/.{4}$/, "AAAA");
    });
    expect(message).to.contain(
      "::a: other: the secret was encrypted with another passphrase or salt, or its text",
    );
  });

  it("may lack the salt of its secrets, or have them from another secrets provider", async () => {
    expect(await refused((state) => delete state.checkpoint.latest.secrets_providers)).to.contain(
      "it holds encrypted secrets, but not the salt of their key (secrets_providers.state.salt)",
    );
    const other = { type: "cloud", state: { url: "awskms://x", encryptedkey: "y" } };
    expect(
      await refused((state) => Object.assign(state.checkpoint.latest, { secrets_providers: other })),
    ).to.contain(
      'its secrets are encrypted by the secrets provider "cloud"; this engine reads "passphrase" only',
    );
  });

  const INTEGRITY = "snapshot integrity failure; refusing to use it: ";
  const CONTRADICTIONS: Readonly<Record<string, readonly [(state: State) => void, string]>> = {
    "a parent that is not there": [
      (state) => Object.assign(resource(state, "a"), { parent: `${A}x` }),
      `child resource ${A} refers to missing parent ${A}x`,
    ],
    "a dependency that is not there": [
      (state) => Object.assign(resource(state, "a"), { dependencies: [`${A}x`] }),
      `resource ${A}'s dependency ${A}x refers to missing resource`,
    ],
    "a dependency that comes later": [
      (state) => state.checkpoint.latest.resources.push(...state.checkpoint.latest.resources.splice(-2, 1)),
      "comes after it",
    ],
    "a property's dependency that is not there": [
      (state) =>
        Object.assign(resource(state, "a"), { propertyDependencies: { value: null, other: [`${A}x`] } }),
      `resource ${A}'s property dependency ${A}x (from property other) refers to missing resource`,
    ],
    "a provider that is not there": [
      (state) =>
        Object.assign(resource(state, "a"), { provider: "urn:pulumi:dev::test::pulumi:providers:x::y::1" }),
      `resource ${A} refers to unknown provider urn:pulumi:dev::test::pulumi:providers:x::y::1`,
    ],
    "something to be deleted with that is not there": [
      (state) => Object.assign(resource(state, "a"), { deletedWith: `${A}x` }),
      `resource ${A} is specified as being deleted with ${A}x, which is missing`,
    ],
    "the same URN twice": [
      (state) => state.checkpoint.latest.resources.push(resource(state, "a")),
      `duplicate resource ${A} (not marked for deletion)`,
    ],
    "a component with an id": [
      (state) => Object.assign(resource(state, "b"), { custom: false }),
      "has 'custom' false but non-empty ID",
    ],
    "a changed manifest": [
      (state) => Object.assign(state.checkpoint.latest.manifest, { version: "v1.0.0" }),
      "magic cookie mismatch; possible tampering/corruption detected",
    ],
  };
  for (const [what, [change, expected]] of Object.entries(CONTRADICTIONS)) {
    it(`contradicts itself with ${what}; it can still be exported`, async () => {
      const message = await refused(change);
      expect(message).to.contain(`${INTEGRITY}`).and.to.contain(expected);
      expect(message).to.contain("export it, repair what is named and import it again, or go back.");
      expect((await stack.state()).resources).not.to.have.length(0);
    });
  }

  it("may be one of the versions 1 and 2, in which properties depend on all that the resource depends on", async () => {
    for (const version of [1, 2]) {
      const state = JSON.parse(readFileSync(file, "utf8")) as State;
      delete resource(state, "b").propertyDependencies;
      delete state.checkpoint.latest.resources[0]!.propertyDependencies;
      writeFileSync(file, JSON.stringify({ ...state, version }));
      const { resources } = await stack.state();
      const b = resources!.find(({ urn }) => String(urn).endsWith("::b"))!;
      expect((b.propertyDependencies as Record<string, unknown>).other).to.deep.equal([A]);
    }
  });

  it("is not left half written, and no other file beside it", async () => {
    expect(readdirSync(dirname(file))).to.deep.equal(["dev.json"]);
    const locks = join(folder, ".pulumi", "locks", "organization", "test");
    expect(readdirSync(locks)).to.deep.equal(["dev"]);
    expect(readdirSync(join(locks, "dev"))).to.deep.equal([]);
    const { version, magic } = (JSON.parse(readFileSync(file, "utf8")) as State).checkpoint.latest.manifest;
    expect(magic).to.equal(createHash("sha256").update(version).digest("hex"));
  });
});
