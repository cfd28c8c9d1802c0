import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { type Registry, requireDocker, skip, startRegistry, which } from "../../../../test/setup";
import { ensureImage, type ImageRequest } from "../../src/ensure-image";
import { imageContentHash, lockBaseImages } from "../../src/index";
import { manifestDigest } from "../../src/registry/registry";
import { restoreDockerConfig, useDockerConfig } from "../support/docker-config";
import { DockerImages } from "../support/docker-images";
import { folderWith, removeFolders } from "../support/files";
import { type Interference, type RegistryProxy, startRegistryProxy } from "../support/registry-proxy";

/** Where nobody listens. */
const NO_DAEMON = { host: "tcp://127.0.0.1:1" };

describe("An image in a repository", function () {
  this.timeout(60_000);
  let host: string;
  let images: DockerImages;
  let registry: Registry;
  const proxies: RegistryProxy[] = [];
  const hashes = new Set<string>();

  before(async function () {
    ({ host } = await requireDocker(this));
    if (which("docker-registry") === undefined) skip(this, "needs docker-registry");
    images = new DockerImages(host);
    registry = await startRegistry();
  });
  after(async () => registry?.stop());
  afterEach(async () => {
    restoreDockerConfig();
    removeFolders();
    for (const proxy of proxies.splice(0)) await proxy.stop();
    for (const hash of hashes) await images.remove(...(await images.taggedWith(hash)));
    hashes.clear();
  });

  function app(): string {
    return folderWith({
      Dockerfile: "FROM scratch\nCOPY . /app/\n",
      "id.txt": randomBytes(8).toString("hex"),
    });
  }

  function ensure(context: string, given: Partial<ImageRequest> = {}) {
    const contentHash = imageContentHash({ context });
    hashes.add(contentHash);
    const ignore = () => undefined;
    return ensureImage({
      context,
      name: "anew-test",
      contentHash,
      repository: `${registry.address}/team/web`,
      connection: { host },
      secrets: {},
      timeoutMs: 50_000,
      report: ignore,
      warn: ignore,
      ...given,
    });
  }

  async function layersOf(image: string): Promise<string[]> {
    return JSON.parse(await images.docker("image", "inspect", "--format", "{{json .RootFS.Layers}}", image));
  }

  async function behind(interfere: Interference): Promise<RegistryProxy> {
    const proxy = await startRegistryProxy(registry.address, interfere);
    proxies.push(proxy);
    return proxy;
  }

  it("is built and pushed under its hash, and known by the registry's digest", async () => {
    const context = app();
    const { reference, reused } = await ensure(context);
    expect(reused).to.equal(false);
    const question = {
      registry: registry.address,
      repository: "team/web",
      reference: imageContentHash({ context }),
    };
    expect(reference).to.equal(`${registry.address}/team/web@${await manifestDigest(question)}`);
    await images.docker("pull", "-q", reference);
    await images.remove(reference);
  });

  it("is found without a daemon, and nothing is built, pulled or pushed", async () => {
    const context = app();
    const { reference } = await ensure(context);
    const proxy = await behind(() => "pass");
    const repository = `${proxy.address}/team/web`;
    const found = await ensure(context, { repository, connection: NO_DAEMON });
    expect(found).to.deep.equal({
      reference: reference.replace(registry.address, proxy.address),
      reused: true,
    });
    expect(proxy.seen).to.deep.equal([`HEAD /v2/team/web/manifests/${imageContentHash({ context })}`]);
  });

  it("is pushed to a second repository without a second build", async () => {
    const context = app();
    const steps: string[] = [];
    await ensure(context);
    const report = (step: string) => void steps.push(step);
    const { reused } = await ensure(context, { repository: `${registry.address}/other/web`, report });
    expect(reused).to.equal(false);
    expect(steps).to.deep.equal([`pushing ${registry.address}/other/web`]);
  });

  it("is made again under the same hash when it has vanished", async () => {
    const context = app();
    const { reference } = await ensure(context);
    const [, digest] = reference.split("@");
    const deleted = await fetch(`http://${registry.address}/v2/team/web/manifests/${digest}`, {
      method: "DELETE",
    });
    expect(deleted.status).to.equal(202);
    expect(await ensure(context)).to.deep.equal({ reference, reused: false });
  });

  it("counts as there when somebody else pushed it first and the tag cannot be written twice", async () => {
    const context = app();
    const proxy = await behind(({ method, path }) =>
      method === "PUT" && path.includes("/manifests/") ? "pass, then refuse" : "pass",
    );
    const { reference, reused } = await ensure(context, { repository: `${proxy.address}/team/race` });
    expect(reused).to.equal(true);
    expect(reference).to.match(/\/team\/race@sha256:[0-9a-f]{64}$/);
  });

  it("is pushed and found with the user's own credentials", async () => {
    const authorization = `Basic ${Buffer.from("me:pass:word").toString("base64")}`;
    const proxy = await behind((request) =>
      request.authorization === authorization ? "pass" : "refuse login",
    );
    const repository = `${proxy.address}/team/private`;
    const context = app();
    useDockerConfig({ auths: { [proxy.address]: { auth: Buffer.from("me:pass:word").toString("base64") } } });
    const { reference } = await ensure(context, { repository });
    expect(await ensure(context, { repository })).to.deep.equal({ reference, reused: true });
  });

  it("is built from the base that is in the lock file, after its tag has moved in the registry", async () => {
    const base = `${registry.address}/base:1`;
    const pushBase = async (text: string) => {
      const place = folderWith({ Dockerfile: "FROM scratch\nCOPY base.txt /\n", "base.txt": text });
      await images.docker("build", "-q", "-t", base, place);
      await images.docker("push", base);
      const layers = await layersOf(base);
      await images.remove(base);
      return layers;
    };
    const pinned = await pushBase(`one ${base}`);
    const context = folderWith({ Dockerfile: `FROM ${base}\nCOPY id.txt /\n`, "id.txt": base });
    const [locked] = await lockBaseImages({ context }, { connection: { host } });
    expect(locked).to.deep.include({ name: base, outcome: "added" });
    await pushBase(`two ${base}`);

    const warnings: string[] = [];
    const { reference } = await ensure(context, { warn: (warning) => void warnings.push(warning) });
    const tag = `${registry.address}/team/web:${imageContentHash({ context })}`;
    expect((await layersOf(tag)).slice(0, 1)).to.deep.equal(pinned);
    expect(reference).to.include("@sha256:");
    expect(warnings)
      .to.have.length(1)
      .and.to.have.property("0")
      .that.includes(`${base} has moved from sha256:`);
    await images.remove(`${registry.address}/base@${locked?.pin}`);
  });

  it("is neither built nor pushed with wrong credentials", async () => {
    const proxy = await behind(() => "refuse login");
    const context = app();
    useDockerConfig({ auths: { [proxy.address]: { auth: Buffer.from("me:wrong-one").toString("base64") } } });
    const message = await messageOf(ensure(context, { repository: `${proxy.address}/team/private` }));
    expect(message).to.include("expected a registry that lets you in").and.not.include("wrong-one");
    expect(await images.taggedWith(imageContentHash({ context }))).to.deep.equal([]);
  });

  it("is not built when the user may look but not push", async () => {
    const context = app();
    const proxy = await behind(({ method }) =>
      method === "HEAD" || method === "GET" ? "pass" : "refuse push",
    );
    const message = await messageOf(ensure(context, { repository: `${proxy.address}/team/read-only` }));
    expect(message).to.include("expected a registry that lets you in").and.include("docker login");
    expect(message).to.include("DENIED: requested access to the resource is denied");
    expect(await images.taggedWith(imageContentHash({ context }))).to.deep.equal([]);
  });

  it("is pushed by the next update when a push did not end, without another build", async () => {
    const context = app();
    let hanging = true;
    const proxy = await behind(({ method }) => (hanging && method === "PATCH" ? "hang" : "pass"));
    const repository = `${proxy.address}/team/again`;
    await ensure(context, { repository: `${registry.address}/team/built` });
    const message = await messageOf(ensure(context, { repository, timeoutMs: 1_500 }));
    expect(message).to.match(/^timeout: got "docker push /);
    hanging = false;
    proxy.dropHanging();
    const steps: string[] = [];
    const report = (step: string) => void steps.push(step);
    expect((await ensure(context, { repository, report })).reused).to.equal(false);
    expect(steps).to.deep.equal([`pushing ${repository}`]);
  });
});

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => expect.fail("expected an error"),
    (error: Error) => error.message,
  );
}
