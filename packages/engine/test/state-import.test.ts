import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { LocalStack } from "../src/local-stack";
import { FileBackend } from "../src/state/file-backend";
import { refusal } from "./support/refusal";
import { stackWithoutProgram } from "./support/stack-without-program";

const NAME = { project: "test", stack: "dev" };
const PROVIDER = "urn:pulumi:dev::test::pulumi:providers:cloud::main";
const GROUP = "urn:pulumi:dev::test::test:index:Group::group";
const BUCKET = "urn:pulumi:dev::test::test:index:Group$cloud:index:Bucket::bucket";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const secret = (value: unknown) => ({
  [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

/** Everything that Pulumi 3.260 writes about a resource (`ResourceV3`), and a field that nobody knows. */
const EVERYTHING = {
  urn: BUCKET,
  custom: true,
  id: "bucket-1",
  type: "cloud:index:Bucket",
  inputs: {
    plain: "x",
    number: 1.5,
    nothing: null,
    nested: { list: [secret("a"), { deep: secret({ b: [1, null] }) }] },
    whole: secret({ c: "d" }),
    infinite: { [SIGNATURE]: "8ad145fe-0d11-4827-bfd7-1abcbf086f5c", value: "7ff0000000000000" },
    file: { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "h1", path: "./a.txt" },
    text: { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "h2", text: "content" },
    archive: {
      [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7",
      hash: "h3",
      assets: {
        "a.txt": { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "h4", uri: "https://x.invalid/a" },
      },
    },
    group: { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: GROUP, packageVersion: "" },
    other: {
      [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e",
      urn: PROVIDER,
      id: "p-1",
      packageVersion: "1.2.3",
    },
    later: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    __proto: "p",
  },
  outputs: { arn: secret("arn:1"), plain: "x", tags: {}, list: [] },
  parent: GROUP,
  protect: true,
  taint: true,
  dependencies: [GROUP],
  initErrors: ["half done"],
  provider: `${PROVIDER}::p-1`,
  propertyDependencies: { plain: [GROUP], number: [] },
  additionalSecretOutputs: ["arn"],
  aliases: ["urn:pulumi:dev::test::cloud:index:Bucket::old"],
  customTimeouts: { create: 60, update: 90.5, delete: 1, read: 2 },
  importID: "bucket-1",
  retainOnDelete: true,
  deletedWith: GROUP,
  replaceWith: [GROUP],
  created: "2026-01-02T03:04:05.678901234Z",
  modified: "2026-02-03T04:05:06Z",
  sourcePosition: "project:///index.ts#3,1",
  stackTrace: [{ sourcePosition: "project:///index.ts#3,1" }, {}],
  ignoreChanges: ["nested.list"],
  hideDiff: [["nested", "list", 0]],
  replaceOnChanges: ["plain", "*"],
  replacementTrigger: { version: [1, "2"] },
  refreshBeforeUpdate: true,
  viewOf: GROUP,
  resourceHooks: { AfterDelete: ["goodbye"], BeforeCreate: ["hello", "again"] },
  extensionRef: "ext-1",
  snippetID: "b9a3c9c0-0000-4000-8000-000000000000",
  fieldOfTheFuture: { a: [1] },
};

const STATE = {
  version: 4,
  features: [
    "extensionParameterization",
    "hooks",
    "refreshBeforeUpdate",
    "replaceWith",
    "snippets-prototype",
    "taint",
    "views",
  ],
  deployment: {
    manifest: { time: "2026-01-02T03:04:05Z", magic: "", version: "" },
    resources: [
      {
        urn: "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev",
        custom: false,
        type: "pulumi:pulumi:Stack",
      },
      {
        urn: PROVIDER,
        custom: true,
        id: "p-1",
        type: "pulumi:providers:cloud",
        inputs: { token: secret("t") },
      },
      { urn: GROUP, custom: false, type: "test:index:Group", outputs: { url: secret(["u"]) } },
      EVERYTHING,
      {
        urn: "urn:pulumi:dev::test::cloud:index:Bucket::read",
        custom: true,
        id: "r-1",
        type: "cloud:index:Bucket",
        external: true,
        provider: `${PROVIDER}::p-1`,
      },
      {
        urn: "urn:pulumi:dev::test::cloud:index:Bucket::new",
        custom: true,
        id: "n-2",
        type: "cloud:index:Bucket",
      },
      {
        urn: "urn:pulumi:dev::test::cloud:index:Bucket::new",
        custom: true,
        delete: true,
        id: "n-1",
        type: "cloud:index:Bucket",
      },
      {
        urn: "urn:pulumi:dev::test::cloud:index:Bucket::gone",
        custom: true,
        id: "g-1",
        type: "cloud:index:Bucket",
        pendingReplacement: true,
        provider: "urn:pulumi:dev::test::pulumi:providers:cloud::gone::g",
      },
    ] as Record<string, unknown>[],
    metadata: {},
    snippets: [{ uuid: "b9a3c9c0-0000-4000-8000-000000000000", name: "s", type: "t", code: "" }],
    extensions: { "ext-1": { name: "e" } },
    partOfTheFuture: [1, 2],
  },
};

describe("importing a state", () => {
  let folder: string;
  let backend: FileBackend;
  let stack: LocalStack;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anew-import-"));
    backend = new FileBackend(folder);
    stack = localStack("");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const localStack = (passphrase: string) => stackWithoutProgram({ ...NAME, folder, backend, passphrase });

  it("keeps every field of every resource, and what it does not know", async () => {
    expect(await stack.import(STATE)).to.deep.equal([]);
    const { version, features, deployment } = await stack.export({ showSecrets: true });
    expect({ version, features }).to.deep.equal({ version: 4, features: STATE.features });
    const { manifest: _, secrets_providers: __, ...rest } = deployment;
    const { manifest: ___, ...expected } = STATE.deployment;
    expect(JSON.parse(JSON.stringify(rest))).to.deep.equal(expected);
    const file = JSON.parse(readFileSync(backend.stackFile(NAME), "utf8"));
    expect([file.version, file.features]).to.deep.equal([4, STATE.features]);
  });

  it("encrypts all secrets, the same way each time that it is exported and imported", async () => {
    await stack.import(STATE);
    const text = readFileSync(backend.stackFile(NAME), "utf8");
    expect(text).not.to.contain("plaintext").and.not.to.contain("arn:1");
    const exported = await stack.export();
    await stack.import(JSON.parse(JSON.stringify(exported)));
    expect((await stack.export()).deployment.resources).to.deep.equal(exported.deployment.resources);
  });

  it("leaves pending operations out, with warnings, as the Pulumi CLI does", async () => {
    const { resources } = STATE.deployment;
    const pending_operations = [{ resource: resources.at(-1)!, type: "creating" }];
    const warnings = await stack.import({
      ...STATE,
      deployment: { ...STATE.deployment, pending_operations },
    });
    expect(warnings).to.deep.equal([
      "removing pending operation 'creating' on 'urn:pulumi:dev::test::cloud:index:Bucket::gone' from snapshot",
    ]);
    expect((await stack.export()).deployment).not.to.have.property("pending_operations");
  });

  const BAD: Readonly<Record<string, readonly [(state: typeof STATE) => unknown, string]>> = {
    "of another shape": [() => [], 'an object with "version" and "deployment"'],
    "that is a state file": [
      ({ deployment }) => ({ checkpoint: deployment }),
      "it looks like a state file itself",
    ],
    "of a newer version": [
      (state) => ({ ...state, version: 5 }),
      "has version 5; this engine reads up to version 4",
    ],
    "of no version": [({ deployment }) => ({ deployment }), "expected a whole number from 1 to 4"],
    "of another stack": [
      (state) => JSON.parse(JSON.stringify(state).replaceAll("urn:pulumi:dev", "urn:pulumi:prod")),
      "is from a different stack (prod != dev)",
    ],
    "that contradicts itself": [
      ({ deployment, ...state }) => ({
        ...state,
        deployment: { ...deployment, resources: deployment.resources.slice(2) },
      }),
      `state file contains errors: resource ${BUCKET} refers to unknown provider ${PROVIDER}::p-1`,
    ],
    "with a resource that is none": [
      ({ deployment, ...state }) => ({ ...state, deployment: { ...deployment, resources: [null] } }),
      "resources[0]: expected an object",
    ],
  };
  for (const [what, [change, expected]] of Object.entries(BAD)) {
    it(`refuses one ${what} and changes nothing`, async () => {
      await stack.import(STATE);
      const before = readFileSync(backend.stackFile(NAME), "utf8");
      expect(await refusal(stack.import(change(structuredClone(STATE))))).to.contain(expected);
      expect(readFileSync(backend.stackFile(NAME), "utf8")).to.equal(before);
      expect(await backend.cancel(NAME)).to.deep.equal([]);
    });
  }

  it("refuses one that another passphrase encrypts, and says when none is given", async () => {
    await localStack("right").import(STATE);
    const exported = await localStack("right").export();
    expect(await refusal(localStack("wrong").import(exported))).to.match(
      /^incorrect passphrase: set PULUMI_CONFIG/,
    );
    expect(await refusal(localStack("").export())).to.contain(
      "and none is given: set PULUMI_CONFIG_PASSPHRASE or",
    );
    expect((await localStack("right").export()).deployment.resources).to.deep.equal(
      exported.deployment.resources,
    );
  });
});
