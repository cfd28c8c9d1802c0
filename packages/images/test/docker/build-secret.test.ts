import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { requireDocker, run, skip } from "../../../../test/setup";
import { ensureImage } from "../../src/ensure-image";
import { imageContentHash } from "../../src/index";
import { DockerImages } from "../support/docker-images";
import { folderWith, removeFolders } from "../support/files";

describe("A secret of a build", function () {
  this.timeout(60_000);
  let host: string;
  let buildx: boolean;
  let images: DockerImages;

  before(async function () {
    ({ host } = await requireDocker(this));
    images = new DockerImages(host);
    buildx = (await run("docker", ["buildx", "version"])).exitCode === 0;
  });
  afterEach(() => {
    removeFolders();
    delete process.env.ANEW_TEST_SECRET;
  });

  function ensure(context: string) {
    const contentHash = imageContentHash({ context });
    return ensureImage({
      context,
      name: "anew-test-secret",
      contentHash,
      connection: { host },
      secrets: { token: { env: "ANEW_TEST_SECRET" } },
      timeoutMs: 50_000,
      report: () => undefined,
      warn: () => undefined,
    });
  }

  it("is refused where the builder knows no secrets", async function () {
    if (buildx) skip(this, "this Docker has buildx");
    process.env.ANEW_TEST_SECRET = "hunter2-secret";
    const message = await messageOf(ensure(folderWith({ Dockerfile: "FROM scratch\n" })));
    expect(message).to.include("secrets: got").and.include("install buildx");
  });

  it("is there for the build, and neither in the hash nor in what a failed build says", async function () {
    if (!buildx) skip(this, "needs docker buildx");
    process.env.ANEW_TEST_SECRET = "hunter2-secret";
    const base = `anew-test-busybox:${randomBytes(4).toString("hex")}`;
    const files = { Dockerfile: "FROM scratch\nCOPY --chmod=755 busybox /bin/sh\n" };
    const place = folderWith(files);
    const busybox = await run("sh", ["-c", `cp "$(command -v busybox)" ${place}/busybox`]);
    if (busybox.exitCode !== 0) skip(this, "needs a static busybox");
    await run("docker", ["build", "-q", "-t", base, place], { env: { ...process.env, DOCKER_HOST: host } });
    const id = await images.docker("image", "inspect", "--format", "{{.Id}}", base);
    const fails =
      'RUN --mount=type=secret,id=token read t < /run/secrets/token; echo "the token is $t"; exit 1';
    const context = folderWith({ Dockerfile: `FROM ${id}\n${fails}\n` });
    try {
      const message = await messageOf(ensure(context));
      if (message.includes("on network bridge")) skip(this, "this daemon has no network for build steps");
      expect(message).to.include("the token is [secret]").and.not.include("hunter2");
    } finally {
      await images.remove(base, `anew/base:${id.slice("sha256:".length)}`);
    }
  });
});

async function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => expect.fail("expected an error"),
    (error: Error) => error.message,
  );
}
