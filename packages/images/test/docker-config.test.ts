import { expect } from "chai";
import { credentialsFor } from "../src/registry/docker-config";
import { restoreDockerConfig, useDockerConfig } from "./support/docker-config";
import { removeFolders } from "./support/files";

const auth = (text: string) => ({ auth: Buffer.from(text).toString("base64") });
const ME = { username: "me", password: "a:b" };

describe("The user's credentials for a registry", () => {
  afterEach(() => {
    restoreDockerConfig();
    removeFolders();
  });

  it("stand in the configuration, under the host or its address", async () => {
    for (const key of ["r.example", "https://r.example", "https://r.example/v2/"]) {
      useDockerConfig({ auths: { [key]: auth("me:a:b") } });
      expect(await credentialsFor("r.example")).to.deep.equal(ME);
    }
  });

  it("stand under Docker Hub's own key", async () => {
    useDockerConfig({ auths: { "https://index.docker.io/v1/": auth("me:a:b") } });
    expect(await credentialsFor("docker.io")).to.deep.equal(ME);
  });

  it("are none for another registry, or without a configuration", async () => {
    useDockerConfig({ auths: { "r.example": auth("me:a:b") } });
    expect(await credentialsFor("other.example")).to.equal(undefined);
    process.env.DOCKER_CONFIG = "/nonexistent";
    expect(await credentialsFor("r.example")).to.equal(undefined);
  });

  it("come from the credential store", async () => {
    useDockerConfig(
      { credsStore: "store", auths: { "r.example": {} } },
      { store: `[ "$(cat)" = r.example ] && echo '{"ServerURL":"r","Username":"me","Secret":"a:b"}'` },
    );
    expect(await credentialsFor("r.example")).to.deep.equal(ME);
  });

  it("come from the registry's own helper rather than from the store", async () => {
    const answer = (name: string) => `echo '{"Username":"${name}","Secret":"s"}'`;
    useDockerConfig(
      { credsStore: "store", credHelpers: { "r.example": "own" } },
      { store: answer("no"), own: answer("yes") },
    );
    expect(await credentialsFor("r.example")).to.deep.equal({ username: "yes", password: "s" });
  });

  it("may be an identity token", async () => {
    useDockerConfig({ credsStore: "store" }, { store: `echo '{"Username":"<token>","Secret":"t"}'` });
    expect(await credentialsFor("r.example")).to.deep.equal({ identityToken: "t" });
  });

  it("are looked for in the configuration when the store has none", async () => {
    useDockerConfig(
      { credsStore: "store", auths: { "r.example": auth("me:a:b") } },
      { store: "echo credentials not found in native keychain; exit 1" },
    );
    expect(await credentialsFor("r.example")).to.deep.equal(ME);
  });

  it("are an error when a helper fails or is missing", async () => {
    useDockerConfig({ credsStore: "store" }, { store: "echo the session expired; exit 1" });
    expect(await reason("r.example")).to.include("docker-credential-store failed: the session expired");
    useDockerConfig({ credsStore: "gone" });
    expect(await reason("r.example")).to.include("docker-credential-gone is not on the PATH");
  });
});

async function reason(registry: string): Promise<string> {
  return credentialsFor(registry).then(
    () => expect.fail("expected an error"),
    (error: Error) => error.message,
  );
}
