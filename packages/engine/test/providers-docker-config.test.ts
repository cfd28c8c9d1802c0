import { expect } from "chai";
import { DockerProvider } from "../src/providers/docker/docker-provider";
import { Fields } from "../src/providers/docker/fields";
import { decodedConfig } from "../src/providers/docker/provider-config";
import { imageRegistry, registryAuth } from "../src/providers/docker/registry-auth";
import { Secret } from "../src/values";

describe("the docker provider without a daemon", () => {
  it("names the host that does not answer", async () => {
    const provider = new DockerProvider({});
    const error = await provider
      .configure({ host: "unix:///nowhere/docker.sock" })
      .catch((caught: Error) => caught);
    expect((error as Error).message)
      .to.include("unix:///nowhere/docker.sock")
      .and.include("ENOENT");
  });

  it("refuses an address of no known kind and settings that it does not know", async () => {
    const provider = new DockerProvider({});
    const error = await provider.configure({ host: "carrier-pigeon" }).catch((caught: Error) => caught);
    expect((error as Error).message).to.equal(
      'host: got "carrier-pigeon", expected unix:///path, tcp://host:port or ssh://user@host',
    );
    const { failures } = await provider.checkConfig("", undefined, { hots: "x", version: "5.2.0" });
    expect(failures.map((failure) => failure.reason).join()).to.include("`docker:hots` is not a valid");
  });
});

describe("the docker provider's credentials", () => {
  const entries = (config: object) =>
    new Fields(decodedConfig({ registryAuth: new Secret(JSON.stringify([config])) })).objects("registryAuth");

  it("come from registryAuth, which the SDK sends as JSON", async () => {
    const auth = await registryAuth(
      entries({ address: "https://r.example", username: "u", password: "p" }),
      {},
    );
    expect([...auth]).to.deep.equal([
      ["r.example", { username: "u", password: "p", serveraddress: "https://r.example" }],
    ]);
  });

  it("come from the content of Docker's configuration file where registryAuth names no user", async () => {
    const file = { auths: { "r.example:5000": { auth: Buffer.from("u:p:q").toString("base64") } } };
    const entry = { address: "http://r.example:5000", configFileContent: JSON.stringify(file) };
    const auth = await registryAuth(entries(entry), {});
    expect(auth.get("r.example:5000")).to.deep.equal({
      username: "u",
      password: "p:q",
      serveraddress: "http://r.example:5000",
    });
  });

  it("say which configuration file cannot be read", async () => {
    const entry = entries({ address: "r.example", configFile: "/nowhere/config.json" });
    const error = await registryAuth(entry, {}).catch((caught: Error) => caught);
    expect((error as Error).message).to.include(
      "could not open config file from filePath: /nowhere/config.json",
    );
  });

  it("go to the registry that an image's name means", () => {
    const images = [
      "web",
      "team/web:1",
      "r.example/web",
      "localhost/web",
      "a/b/web",
      "r.example:5000/web@sha256:1",
    ];
    expect(images.map(imageRegistry)).to.deep.equal([
      "registry-1.docker.io",
      "registry-1.docker.io",
      "r.example",
      "localhost",
      "a",
      "r.example:5000",
    ]);
  });
});
