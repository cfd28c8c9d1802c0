import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { requireDocker, type TestDocker } from "../../../../test/setup";
import { imageProblem } from "../../src/platform/image-problem";

const blob = (size: number) => ({
  mediaType: "application/vnd.oci.image.layer.v1.tar",
  size,
  digest: `sha256:${"a".repeat(64)}`,
});
const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: { ...blob(2), mediaType: "application/vnd.oci.image.config.v1+json" },
  layers: [blob(1)],
});
const DIGEST = `sha256:${createHash("sha256").update(MANIFEST).digest("hex")}`;
const ALLOWED = `Basic ${Buffer.from("ann:s3cret").toString("base64")}`;

describe("whether an image can still be had from a registry that asks for a login", function () {
  this.timeout(30_000);
  const { PATH, DOCKER_CONFIG } = process.env;
  let docker: TestDocker;
  let registry: Server;
  let address: string;
  let folder: string;

  before(async function () {
    docker = await requireDocker(this);
    registry = createServer((request, response) => {
      if (request.headers.authorization !== ALLOWED) {
        response.writeHead(401, { "www-authenticate": 'Basic realm="test"' }).end();
      } else if (request.url === "/v2/") {
        response.end("{}");
      } else if (request.url?.endsWith(DIGEST)) {
        response
          .writeHead(200, {
            "content-type": "application/vnd.oci.image.manifest.v1+json",
            "content-length": MANIFEST.length,
            "docker-content-digest": DIGEST,
          })
          .end(request.method === "HEAD" ? undefined : MANIFEST);
      } else {
        response
          .writeHead(404)
          .end(JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] }));
      }
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => registry.once("listening", resolve));
    address = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
  });
  after(() => registry?.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "anew-login-"));
    process.env.DOCKER_CONFIG = folder;
    process.env.PATH = `${folder}${delimiter}${PATH}`;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    process.env.PATH = PATH;
    if (DOCKER_CONFIG === undefined) delete process.env.DOCKER_CONFIG;
    else process.env.DOCKER_CONFIG = DOCKER_CONFIG;
  });

  const configure = (config: object) => writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  const ask = (digest = DIGEST) => imageProblem(docker.client, `${address}/team/web@${digest}`);
  const refusal = () =>
    ask().then(
      () => "none",
      (error: Error) => error.message,
    );

  it("is found out with what `docker login` wrote down", async () => {
    configure({ auths: { [address]: { auth: Buffer.from("ann:s3cret").toString("base64") } } });
    expect(await ask()).to.equal(undefined);
    expect(await ask(`sha256:${"b".repeat(64)}`)).to.equal("the registry has no such manifest");
  });

  it("is found out with the user's credential helper", async () => {
    const answer = JSON.stringify({ ServerURL: address, Username: "ann", Secret: "s3cret" });
    writeFileSync(join(folder, "docker-credential-test"), `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
    configure({ credHelpers: { [address]: "test" } });
    expect(await ask()).to.equal(undefined);
  });

  it("is not known without a login, nor with a helper that is missing", async () => {
    configure({});
    expect(await refusal()).to.match(/unauthorized|no basic auth credentials/i);
    configure({ credHelpers: { [address]: "test" } });
    expect(await refusal()).to.include("docker-credential-test is not on the PATH");
  });
});
