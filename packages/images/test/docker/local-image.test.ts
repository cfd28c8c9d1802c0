import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { requireDocker } from "../../../../test/setup";
import { ensureImage, type ImageRequest } from "../../src/ensure-image";
import { type ImageContentArgs, imageContentHash, lockBaseImages } from "../../src/index";
import { DockerImages } from "../support/docker-images";
import { folderWith, removeFolders, writeFiles } from "../support/files";

describe("An image in the local daemon", function () {
  this.timeout(60_000);
  let host: string;
  let images: DockerImages;
  let warnings: string[];
  let steps: string[];
  const hashes = new Set<string>();
  const bases: string[] = [];

  before(async function () {
    ({ host } = await requireDocker(this));
    images = new DockerImages(host);
  });
  beforeEach(() => {
    warnings = [];
    steps = [];
  });
  afterEach(async () => {
    removeFolders();
    for (const hash of hashes) await images.remove(...(await images.taggedWith(hash)));
    await images.remove(...bases.splice(0));
    hashes.clear();
  });

  /** A context that no other run has. */
  function app(dockerfile = "FROM scratch\nCOPY . /app/\n"): string {
    return folderWith({ Dockerfile: dockerfile, "id.txt": randomBytes(8).toString("hex") });
  }

  function ensure(args: ImageContentArgs, name = "anew-test", given: Partial<ImageRequest> = {}) {
    const contentHash = imageContentHash(args);
    hashes.add(contentHash);
    return ensureImage({
      ...args,
      name,
      contentHash,
      connection: { host },
      secrets: {},
      timeoutMs: 50_000,
      report: (step) => void steps.push(step),
      warn: (warning) => void warnings.push(warning),
      ...given,
    });
  }

  it("is built once under a name that holds its hash, then found", async () => {
    const context = app();
    const first = await ensure({ context });
    expect(first.reused).to.equal(false);
    expect(first.reference).to.match(/^sha256:[0-9a-f]{64}$/);
    const tag = `anew/anew-test:${imageContentHash({ context })}`;
    expect(await images.docker("image", "inspect", "--format", "{{.Id}}", tag)).to.equal(first.reference);
    expect(steps.some((step) => /^building \d+\/\d+: COPY \. \/app\/$/.test(step))).to.equal(true);
    expect(await ensure({ context })).to.deep.equal({ reference: first.reference, reused: true });
  });

  it("holds the files that the context has, without those that are ignored or Anew's own", async () => {
    const context = app("FROM scratch\nCOPY . /\n");
    writeFiles(context, {
      ".dockerignore": "*.log\ndir\n!dir/keep\n",
      "debug.log": "x",
      "dir/keep": "x",
      "dir/other": "x",
      "Dockerfile.lock.json": '{"version":1,"images":{}}',
    });
    const { reference } = await ensure({ context });
    expect(await images.paths(reference)).to.deep.equal([
      ".dockerignore",
      "Dockerfile",
      "dir/",
      "dir/keep",
      "id.txt",
    ]);
  });

  it("takes build arguments and the target", async () => {
    const context = app(
      "FROM scratch AS one\nARG NAME\nLABEL name=$NAME\nCOPY id.txt /\nFROM scratch\nCOPY . /\n",
    );
    const { reference } = await ensure({ context, buildArgs: { NAME: "a b" }, target: "one" });
    expect(
      await images.docker("image", "inspect", "--format", '{{index .Config.Labels "name"}}', reference),
    ).to.equal("a b");
    expect(await images.paths(reference)).to.deep.equal(["id.txt"]);
  });

  it("is found again under another name of the same content, and gets its own", async () => {
    const context = app();
    const { reference } = await ensure({ context }, "one");
    expect(await ensure({ context }, "two")).to.deep.equal({ reference, reused: true });
    const hash = imageContentHash({ context });
    expect(await images.taggedWith(hash)).to.deep.equal([`anew/one:${hash}`, `anew/two:${hash}`]);
  });

  it("is built once for two resources that want it at the same time", async () => {
    const context = app();
    const both = await Promise.all([ensure({ context }, "one"), ensure({ context }, "two")]);
    expect(both.map(({ reused }) => reused).sort()).to.deep.equal([false, true]);
    expect(both[0]?.reference).to.equal(both[1]?.reference);
  });

  it("is not mistaken for an image that somebody built from it", async () => {
    const context = app();
    const first = await ensure({ context });
    const child = folderWith({ Dockerfile: `FROM ${first.reference}\nCOPY child.txt /\n`, "child.txt": "x" });
    const name = `anew-test-child:${randomBytes(4).toString("hex")}`;
    bases.push(name);
    await images.docker("build", "-q", "-t", name, child);
    await images.remove(`anew/anew-test:${imageContentHash({ context })}`);
    expect((await ensure({ context })).reused).to.equal(false);
  });

  it("is not taken from another image that stands under its name", async () => {
    const context = app();
    const other = await ensure({ context: app() });
    await images.docker("tag", other.reference, `anew/anew-test:${imageContentHash({ context })}`);
    const { reference, reused } = await ensure({ context });
    expect(reused).to.equal(false);
    expect(reference).to.not.equal(other.reference);
  });

  it("that cannot be built says why in the build's own words, and leaves nothing behind", async () => {
    const context = app("FROM scratch\nCOPY no-such-file /\n");
    const message = await messageOf(ensure({ context }));
    expect(message).to.match(/^dockerfile: got ".*\/Dockerfile", expected a build that succeeds/);
    expect(message).to.include("no-such-file");
    expect(await images.taggedWith(imageContentHash({ context }))).to.deep.equal([]);
  });

  it("is not built from files that changed after the program hashed them", async () => {
    const context = app();
    const contentHash = imageContentHash({ context });
    writeFiles(context, { "id.txt": "changed" });
    expect(await messageOf(ensure({ context }, "anew-test", { contentHash }))).to.match(/^context: got /);
    expect(await images.taggedWith(contentHash)).to.deep.equal([]);
  });

  it("is built from exactly the base that is in the lock file", async () => {
    const base = `anew-test-base:${randomBytes(4).toString("hex")}`;
    bases.push(base);
    const buildBase = async (text: string) =>
      void (await images.docker(
        "build",
        "-q",
        "-t",
        base,
        folderWith({ Dockerfile: "FROM scratch\nCOPY base.txt /\n", "base.txt": text }),
      ));
    const baseId = () => images.docker("image", "inspect", "--format", "{{.Id}}", base);
    await buildBase(`one ${base}`);
    const first = await baseId();
    const context = app(`FROM ${base}\nCOPY id.txt /\n`);
    const connection = { host };

    const added = { name: base, outcome: "added", pin: `local ${first}` };
    expect(await lockBaseImages({ context }, { connection })).to.deep.equal([added]);
    expect(await lockBaseImages({ context }, { connection })).to.deep.equal([
      { ...added, outcome: "unchanged" },
    ]);

    // The name moves; the first image stays under another one.
    await images.docker("tag", first, `${base}-first`);
    bases.push(`${base}-first`);
    await buildBase(`two ${base}`);
    const second = await baseId();
    // BuildKit's names for local bases.
    bases.push(...[first, second].map((id) => `anew/base:${id.slice("sha256:".length)}`));
    const { reference } = await ensure({ context });
    expect(await layersOf(reference)).to.include.members(await layersOf(first));
    expect(warnings).to.deep.equal([
      `${base} has moved from local ${first} to local ${second}; to take it: npx anew lock --update`,
    ]);
    const moved = { name: base, outcome: "moved", pin: `local ${first}`, current: `local ${second}` };
    expect(await lockBaseImages({ context }, { connection })).to.deep.equal([moved]);

    const before = imageContentHash({ context });
    const updated = { name: base, outcome: "updated", pin: `local ${second}` };
    expect(await lockBaseImages({ context }, { connection, update: true })).to.deep.equal([updated]);
    expect(imageContentHash({ context })).to.not.equal(before);
    expect(await layersOf((await ensure({ context })).reference)).to.include.members(await layersOf(second));
  });

  it("says that the base in the lock file is not there", async () => {
    const context = app("FROM anew-test-gone:1\n");
    const imageId = `sha256:${"0".repeat(64)}`;
    writeFiles(context, {
      "Dockerfile.lock.json": JSON.stringify({ version: 1, images: { "anew-test-gone:1": { imageId } } }),
    });
    expect(await messageOf(ensure({ context }))).to.include(
      `dockerfile: got "anew-test-gone:1, pinned to ${imageId}"`,
    );
  });

  it("says that no daemon answers", async () => {
    const connection = { host: "tcp://127.0.0.1:1" };
    const message = await messageOf(ensure({ context: app() }, "anew-test", { connection }));
    expect(message).to.include('connection: got "tcp://127.0.0.1:1", expected a Docker daemon that answers');
  });

  it("that takes too long to build says so", async () => {
    const message = await messageOf(ensure({ context: app() }, "anew-test", { timeoutMs: 1 }));
    expect(message).to.match(
      /^timeout: got "docker (buildx )?build.*", expected an end within 1 millisecond/,
    );
  });

  async function layersOf(image: string): Promise<string[]> {
    return JSON.parse(await images.docker("image", "inspect", "--format", "{{json .RootFS.Layers}}", image));
  }
});

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => expect.fail("expected an error"),
    (error: Error) => error.message,
  );
}
