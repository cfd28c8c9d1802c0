import { createHash } from "node:crypto";
import { expect } from "chai";
import { manifestDigest } from "../src/registry/registry";
import { RegistryError } from "../src/registry/registry-error";
import { restoreDockerConfig, useDockerConfig } from "./support/docker-config";
import { type Answer, type FakeRegistry, startFakeRegistry } from "./support/fake-registry";
import { removeFolders } from "./support/files";

const DIGEST = `sha256:${"a".repeat(64)}`;
const PASSWORD = "hunter2-is-secret";

describe("Looking an image up in a registry", () => {
  let registry: FakeRegistry;

  beforeEach(() => useDockerConfig({}));
  afterEach(async () => {
    restoreDockerConfig();
    removeFolders();
    await registry?.stop();
  });

  async function lookUp(answer: Answer, options: { rights?: "pull,push"; timeoutMs?: number } = {}) {
    registry = await startFakeRegistry(answer);
    return manifestDigest({ registry: registry.address, repository: "team/web", reference: "1", ...options });
  }

  async function failure(answer: Answer, options: { timeoutMs?: number } = {}): Promise<RegistryError> {
    try {
      await lookUp(answer, options);
    } catch (error) {
      expect(error).to.be.instanceOf(RegistryError);
      return error as RegistryError;
    }
    throw new Error("expected a RegistryError");
  }

  const found: Answer = (_, response) => void response.setHeader("docker-content-digest", DIGEST).end();
  const wants =
    (challenge: string, authorization: string): Answer =>
    (request, response) => {
      if (request.authorization === authorization) return found(request, response);
      response.writeHead(401, { "www-authenticate": challenge }).end();
    };
  const login = (username: string, password = PASSWORD) => ({
    auths: { [registry.address]: { auth: Buffer.from(`${username}:${password}`).toString("base64") } },
  });

  it("asks once, with HEAD, and gives the digest", async () => {
    expect(await lookUp(found)).to.equal(DIGEST);
    expect(registry.seen.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      "HEAD /v2/team/web/manifests/1",
    ]);
  });

  it("gives nothing when there is no such image", async () => {
    expect(await lookUp((_, response) => void response.writeHead(404).end())).to.equal(undefined);
  });

  it("hashes the manifest when the registry sends no digest", async () => {
    const digest = await lookUp((_, response) => void response.end("{}"));
    expect(digest).to.equal(`sha256:${createHash("sha256").update("{}").digest("hex")}`);
  });

  it("answers a basic challenge with the user's password", async () => {
    const header = `Basic ${Buffer.from(`me:${PASSWORD}`).toString("base64")}`;
    registry = await startFakeRegistry(wants('Basic realm="r"', header));
    useDockerConfig(login("me"));
    const question = { registry: registry.address, repository: "team/web", reference: "1" };
    expect(await manifestDigest(question)).to.equal(DIGEST);
  });

  it("gets a token for just this repository and these rights", async () => {
    registry = await startFakeRegistry((request, response) => {
      if (request.path.startsWith("/token?")) return void response.end('{"token":"t1"}');
      const challenge = `Bearer realm="http://${registry.address}/token",service="s,1",scope="x"`;
      wants(challenge, "Bearer t1")(request, response);
    });
    useDockerConfig(login("me"));
    const question = { registry: registry.address, repository: "team/web", reference: "1" };
    expect(await manifestDigest({ ...question, rights: "pull,push" })).to.equal(DIGEST);
    const asked = new URL(registry.seen[1]?.path ?? "", "http://x");
    expect(asked.searchParams.get("scope")).to.equal("repository:team/web:pull,push");
    expect(asked.searchParams.get("service")).to.equal("s,1");
    expect(registry.seen[1]?.authorization).to.match(/^Basic /);
  });

  it("trades an identity token for a token", async () => {
    registry = await startFakeRegistry((request, response) => {
      if (request.path === "/token") return void response.end('{"access_token":"t2"}');
      wants(`Bearer realm="http://${registry.address}/token"`, "Bearer t2")(request, response);
    });
    useDockerConfig({ auths: { [registry.address]: { identitytoken: "refresh-me" } } });
    const question = { registry: registry.address, repository: "team/web", reference: "1" };
    expect(await manifestDigest(question)).to.equal(DIGEST);
    expect(new URLSearchParams(registry.seen[1]?.body).get("refresh_token")).to.equal("refresh-me");
  });

  it("says that it is not let in, without the password", async () => {
    registry = await startFakeRegistry(wants('Basic realm="r"', "never"));
    useDockerConfig(login("me"));
    const question = { registry: registry.address, repository: "team/web", reference: "1" };
    const error: RegistryError = await manifestDigest(question).then(
      () => expect.fail(),
      (reason: RegistryError) => reason,
    );
    expect(error.trouble).to.equal("denied");
    expect(error.message)
      .to.include(`repository: got "${registry.address}/team/web:1"`)
      .and.include("docker login")
      .and.not.include(PASSWORD)
      .and.not.include(Buffer.from(`me:${PASSWORD}`).toString("base64"));
  });

  it("says so when the token server refuses", async () => {
    const error = await failure((request, response) => {
      if (request.path.startsWith("/token")) return void response.writeHead(403).end();
      response
        .writeHead(401, { "www-authenticate": `Bearer realm="http://${registry.address}/token"` })
        .end();
    });
    expect(error.trouble).to.equal("denied");
  });

  it("says what the registry said when that fails", async () => {
    const error = await failure((_, response) =>
      response.writeHead(507).end('{"errors":[{"code":"FULL","message":"disk is full"}]}'),
    );
    expect(error.trouble).to.equal("failed");
    expect(error.message).to.include("507");
  });

  it("gives up on one that hangs", async () => {
    const error = await failure(() => undefined, { timeoutMs: 100 });
    expect(error.trouble).to.equal("timeout");
  });

  it("gives up on one that hangs in the middle of an answer", async () => {
    const error = await failure(
      (request, response) => {
        if (request.method === "HEAD") return void response.end();
        response.writeHead(200, { "content-length": "100" });
        response.write("{");
      },
      { timeoutMs: 200 },
    );
    expect(error.trouble).to.equal("timeout");
  });

  it("says that one is down", async () => {
    // A port that nobody gets from the system: one that was just given back may be somebody's the next moment.
    const error: RegistryError = await manifestDigest({
      registry: "127.0.0.1:1",
      repository: "web",
      reference: "1",
    }).then(
      () => expect.fail(),
      (reason: RegistryError) => reason,
    );
    expect(error.trouble).to.equal("unreachable");
    expect(error.message).to.include("ECONNREFUSED");
  });

  it("says that the credentials cannot be read, without what is in them", async () => {
    registry = await startFakeRegistry(wants('Basic realm="r"', "never"));
    useDockerConfig(`{"auths": {"x": {"auth": "${PASSWORD}"`);
    const question = { registry: registry.address, repository: "team/web", reference: "1" };
    const error: RegistryError = await manifestDigest(question).then(
      () => expect.fail(),
      (reason: RegistryError) => reason,
    );
    expect(error.trouble).to.equal("credentials");
    expect(error.message).to.not.include(PASSWORD);
  });
});
