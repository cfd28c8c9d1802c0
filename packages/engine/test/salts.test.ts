import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { LocalStack } from "../src/local-stack";
import { InlineProgram } from "../src/program/inline-program";
import { readProject } from "../src/program/project";
import { MemoryBackend } from "../src/state/memory-backend";

/** Settings with a salt of their own; the passphrase is "one". */
const SETTINGS = `encryptionsalt: v1:aoJ4Oaor/gw=:v1:R1gLiaQu7cy+CvR7:NL+QFJnEHlBYwH90E2rfEVfx4e3TKA==
config:
  test:password: { secure: "v1:TFqZ4bGbK16NDSbm:oIGt3HsRhmYNyVBSXt5I9Sfqhc9z5zs=" }
`;

describe("a stack whose settings have another salt than its state", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anew-salts-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: test\nruntime: nodejs\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const stackOf = (backend: MemoryBackend, passphrase: string) => {
    const program = () => {
      const password = new pulumi.Config("test").getSecret("password");
      return { kept: pulumi.secret("from the start"), password };
    };
    return new LocalStack({
      project: readProject(folder),
      stack: "dev",
      program: new InlineProgram(program, folder),
      backend,
      passphrase,
      providers: {},
    });
  };

  it("reads both with the one passphrase, and its state keeps its salt", async () => {
    const backend = new MemoryBackend();
    const stack = stackOf(backend, "one");
    expect((await stack.up()).error).to.equal(undefined);
    const salt = (await stack.export()).deployment.secrets_providers;
    writeFileSync(join(folder, "Pulumi.dev.yaml"), SETTINGS);
    const { error } = await stack.up();
    expect(error).to.equal(undefined);
    const { deployment } = await stack.export({ showSecrets: true });
    const [{ outputs } = {}] = deployment.resources ?? [];
    const texts = Object.values(outputs as Record<string, { plaintext: string }>).map(
      ({ plaintext }) => plaintext,
    );
    expect(texts).to.have.members(['"from the start"', '"hunter2"']);
    expect((await stack.export()).deployment.secrets_providers).to.deep.equal(salt);
    expect((await stack.preview()).changeSummary).to.deep.equal({ same: 1 });
  });

  it("names the passphrase when it opens the state only", async () => {
    const backend = new MemoryBackend();
    const stack = stackOf(backend, "two");
    await stack.up();
    writeFileSync(join(folder, "Pulumi.dev.yaml"), SETTINGS);
    const error = await stack.up().catch((reason: Error) => reason);
    expect((error as Error).message).to.contain("incorrect passphrase");
  });
});
