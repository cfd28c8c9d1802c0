import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { FileBackend } from "../src/state/file-backend";
import { TestStack } from "../src/test-stack";
import { Logged } from "./support/logged";

const NAME = { project: "test", stack: "dev" };

describe("the file backend", () => {
  let folder: string;
  let backend: FileBackend;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anew-state-"));
    backend = new FileBackend(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("lays its files out as Pulumi's own file backend does", async () => {
    await new TestStack({ program: () => void new Logged("a"), backend }).up();
    const file = join(folder, ".pulumi", "stacks", "test", "dev.json");
    const { version, checkpoint } = JSON.parse(readFileSync(file, "utf8"));
    expect(version).to.equal(3);
    expect(checkpoint.stack).to.equal("organization/test/dev");
    expect(checkpoint.latest.resources.map((resource: { type: string }) => resource.type)).to.deep.equal([
      "pulumi:pulumi:Stack",
      "pulumi:providers:pulumi-nodejs",
      "pulumi-nodejs:dynamic:Logged",
    ]);
    expect(readFileSync(join(folder, ".pulumi", "meta.yaml"), "utf8")).to.equal("version: 1\n");
    expect(readdirSync(dirname(file))).to.deep.equal(["dev.json"]);
  });

  it("writes no secret in clear text and reads it again", async () => {
    const program = () => {
      new Logged("a", { other: pulumi.secret("top secret") });
      return { value: pulumi.secret("top secret") };
    };
    const stack = new TestStack({ program, backend });
    await stack.up();
    const text = readFileSync(backend.stackFile(NAME), "utf8");
    expect(text).not.to.contain("top secret");
    expect(text).to.contain('"secrets_providers":{"type":"passphrase","state":{"salt":"v1:');
    expect((await stack.up()).lines).to.deep.equal(["same a"]);
  });

  it("keeps a broken state file, says where it is broken and offers the backup", async () => {
    const stack = new TestStack({ program: () => void new Logged("a"), backend });
    await stack.up();
    await stack.up();
    const file = backend.stackFile(NAME);
    writeFileSync(file, readFileSync(file, "utf8").slice(0, 200));
    const error = await stack.up().then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).to.contain(`the state file ${file} is broken`);
    expect(error?.message).to.contain("It was left as it is. The newest backup is");
    expect(readFileSync(file, "utf8")).to.have.length(200);
  });

  it("names the resource of a state that cannot be understood", async () => {
    const stack = new TestStack({ program: () => void new Logged("a"), backend });
    await stack.up();
    const file = backend.stackFile(NAME);
    writeFileSync(
      file,
      readFileSync(file, "utf8")
        .replaceAll('"dependencies"', '"parent":7,"dependencies"')
        .replaceAll('"custom":true', '"custom":true,"aliases":"x"'),
    );
    const error = await stack.up().then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).to.equal(
      `the state file ${file}: resources[1].aliases: expected a list, got string`,
    );
  });

  it("refuses a state of a newer version", async () => {
    const stack = new TestStack({ program: () => {}, backend });
    await stack.up();
    const file = backend.stackFile(NAME);
    writeFileSync(file, readFileSync(file, "utf8").replace('"version":3', '"version":9'));
    const error = await stack.up().then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).to.contain("has version 9; this engine reads up to version 4");
  });

  it("refuses a second run while the first one holds the lock, and names its owner", async () => {
    const lock = await backend.lock(NAME);
    const error = await backend.lock(NAME).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).to.contain(`@${hostname()} (pid ${process.pid}, since `);
    expect(error?.message).to.contain("anew local cancel");
    await lock.release();
    await (await backend.lock(NAME)).release();
  });

  it("takes over the lock of a process that no longer lives, with a notice", async () => {
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    const lock = await backend.lock(NAME);
    const locks = join(folder, ".pulumi", "locks", "organization", "test", "dev");
    const file = join(locks, readdirSync(locks)[0]!);
    const owner = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...owner, pid: dead }));
    const next = await backend.lock(NAME);
    expect(next.notice).to.contain(`(pid ${dead}, since `);
    await next.release();
    await lock.release();
  });

  it("cancels whoever holds the lock", async () => {
    await backend.lock(NAME);
    expect(await backend.cancel(NAME)).to.have.length(1);
    expect(await backend.cancel(NAME)).to.deep.equal([]);
    await (await backend.lock(NAME)).release();
  });
});
