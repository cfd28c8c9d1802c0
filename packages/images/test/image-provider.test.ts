import type { Progress } from "@anew/core";
import { expect } from "chai";
import type { ImageInputs, ImageOutputs } from "../src/provider/image-inputs";
import { imageProvider } from "../src/provider/image-provider";
import { restoreDockerConfig, useDockerConfig } from "./support/docker-config";
import { type Answer, type FakeRegistry, startFakeRegistry } from "./support/fake-registry";
import { removeFolders } from "./support/files";

const DIGEST = `sha256:${"a".repeat(64)}`;

describe("The image resource", () => {
  let registry: FakeRegistry;
  let said: string[];

  beforeEach(() => {
    said = [];
    useDockerConfig({});
  });
  afterEach(async () => {
    restoreDockerConfig();
    removeFolders();
    await registry?.stop();
  });

  const progress = (): Progress => ({
    step: () => undefined,
    info: () => undefined,
    warn: (message) => void said.push(message),
    flush: async () => undefined,
  });
  const provider = imageProvider(progress);

  async function stateWith(answer: Answer): Promise<{ state: ImageOutputs; inputs: ImageInputs }> {
    registry = await startFakeRegistry(answer);
    const repository = `${registry.address}/web`;
    const shared = { resourceUrn: "urn", contentHash: "c".repeat(64), repository, connection: {} };
    const inputs = {
      ...shared,
      name: "web",
      context: "/a",
      buildArgs: {},
      platforms: [],
      secrets: {},
      timeoutMs: 1,
    };
    return {
      state: { ...shared, reference: `${repository}@${DIGEST}`, reused: false, createdAt: "" },
      inputs,
    };
  }

  const there: Answer = (_, response) => void response.setHeader("docker-content-digest", DIGEST).end();
  const gone: Answer = (_, response) => void response.writeHead(404).end();
  const refused: Answer = (_, response) =>
    void response.writeHead(401, { "www-authenticate": "Basic" }).end();

  it("is the same from another checkout, with another timeout, connection or source of secrets", async () => {
    const { state, inputs } = await stateWith(there);
    const news = {
      ...inputs,
      context: "/b",
      timeoutMs: 2,
      connection: { host: "x" },
      secrets: { s: { env: "S" } },
    };
    expect(await provider.diff?.("id", state, news)).to.deep.include({ changes: false, replaces: [] });
    expect(registry.seen.map(({ path }) => path)).to.deep.equal([`/v2/web/manifests/${DIGEST}`]);
  });

  it("is replaced, never updated, when the content or the repository is another", async () => {
    const { state, inputs } = await stateWith(there);
    for (const [key, value] of [
      ["contentHash", "d".repeat(64)],
      ["repository", "elsewhere/web"],
    ] as const) {
      const diff = await provider.diff?.("id", state, { ...inputs, [key]: value });
      expect(diff).to.deep.equal({ changes: true, replaces: [key], deleteBeforeReplace: false });
    }
    const update = await provider.update?.("id", state, inputs).catch((error: Error) => error.message);
    expect(update).to.include("never updated");
  });

  it("is made again when it has vanished, and says so", async () => {
    const { state, inputs } = await stateWith(gone);
    const diff = await provider.diff?.("id", state, inputs);
    expect(diff).to.deep.equal({ changes: true, replaces: ["reference"], deleteBeforeReplace: false });
    expect(said).to.have.length(1).and.to.have.property("0").that.includes("is gone");
  });

  it("counts as unchanged when the registry does not let it look, and says so", async () => {
    const { state, inputs } = await stateWith(refused);
    expect(await provider.diff?.("id", state, inputs)).to.deep.include({ changes: false });
    expect(await provider.read?.("id", state)).to.deep.equal({ id: "id", props: state });
    expect(said).to.have.length(2).and.to.have.property("0").that.includes("counts as unchanged");
  });

  it("counts as unchanged when the registry is down", async () => {
    const { state, inputs } = await stateWith(there);
    await registry.stop();
    expect(await provider.diff?.("id", state, inputs)).to.deep.include({ changes: false });
  });

  it("leaves the state at a refresh when it has vanished", async () => {
    const { state } = await stateWith(gone);
    expect(await provider.read?.("id", state)).to.deep.equal({ id: "" });
  });

  it("stays the same at a refresh", async () => {
    const { state } = await stateWith(there);
    expect(await provider.read?.("id", state)).to.deep.equal({ id: "id", props: state });
  });

  it("checks a repository that was computed", async () => {
    const { inputs } = await stateWith(there);
    const check = async (repository: string) =>
      (await provider.check?.(inputs, { ...inputs, repository }))?.failures?.map(
        ({ property }) => property,
      ) ?? [];
    expect(await check("r.example/web")).to.deep.equal([]);
    expect(await check("r.example/web:1")).to.deep.equal(["repository"]);
    expect(await check("04da6b54-80e4-46f7-96ec-b56ff0331ba9")).to.deep.equal([]);
  });

  it("finds an image that is there, and builds and pushes nothing", async () => {
    const { inputs } = await stateWith(there);
    const created = await provider.create(inputs);
    expect(created.outs).to.deep.include({ reference: `${inputs.repository}@${DIGEST}`, reused: true });
    expect(registry.seen.map(({ method }) => method)).to.deep.equal(["HEAD"]);
  });

  it("is not created when the registry does not let it look, before anything is built", async () => {
    const { inputs } = await stateWith(refused);
    const message = await provider.create(inputs).then(
      () => expect.fail(),
      (error: Error) => error.message,
    );
    expect(message).to.include("docker login");
  });
});
