import { connect } from "node:tls";
import { expect } from "chai";
import { ask } from "../../packages/docker/test/router-support/ask";
import {
  type TestCertificate,
  testCertificate,
} from "../../packages/docker/test/router-support/test-certificate";
import { requireDocker, skip, which } from "../setup";
import type { Program } from "./support/programs";
import { TestStack } from "./support/stack";
import { expectSuccess, stepsOf } from "./support/steps";

describe("a HostRouter with certificates", function () {
  this.timeout(300_000);
  let stack: TestStack;
  const name = "www.example.test";

  const program = (certificate: TestCertificate, version = "1"): Program => ({
    router: {
      args: {
        ports: [
          { port: stack.port, protocol: "https" },
          { port: stack.ports[1] as number, protocol: "http" },
        ],
        certificates: [certificate],
      },
    },
    groups: {
      web: {
        args: {
          env: { VERSION: version },
          listen: [{ port: stack.port }, { port: stack.ports[1] as number }],
        },
      },
    },
  });
  const over = (certificate: TestCertificate) =>
    ask({
      tls: true,
      port: stack.port,
      servername: name,
      ca: certificate.certificate,
      headers: { host: name },
    });
  /** The serial number of the certificate that is shown. */
  const serial = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(
        { host: "127.0.0.1", port: stack.port, servername: name, rejectUnauthorized: false },
        () => {
          resolve(socket.getPeerCertificate().serialNumber);
          socket.destroy();
        },
      );
      socket.on("error", reject);
    });

  before(async function () {
    if (which("openssl") === undefined) skip(this, "needs openssl to make certificates");
    stack = await TestStack.create(await requireDocker(this), 2);
  });

  after(() => stack?.remove());

  it("serves a group over HTTPS, verified by the certificate's own name", async () => {
    const certificate = await testCertificate([name], 17);
    const result = await stack.up(program(certificate));
    expectSuccess(result);
    const { status, body } = await over(certificate);
    expect(status).to.equal(200);
    expect(JSON.parse(body)).to.include({ version: "1" });
    expect(await serial()).to.equal("11");
    const { web } = (await stack.outputs()) as { web: { url: string } };
    expect(web.url).to.equal(`https://127.0.0.1:${stack.port}`);
    expect(JSON.stringify(result)).not.to.contain("PRIVATE KEY");
  });

  it("renews the certificate in the running router: an update in place, and nothing else is touched", async () => {
    const before = [...(await stack.containers()), ...(await stack.routers())];
    const renewed = await testCertificate([name], 18);
    const result = await stack.up(program(renewed));
    expectSuccess(result);
    expect(stepsOf(result)).to.deep.equal(["update RouterCertificates router"]);
    expect(await serial()).to.equal("12");
    expect((await over(renewed)).status).to.equal(200);
    expect([...(await stack.containers()), ...(await stack.routers())]).to.deep.equal(before);

    expectSuccess(await stack.up(program(renewed, "2")));
    expect(JSON.parse((await over(renewed)).body)).to.include({ version: "2" });
    expectSuccess(await stack.destroy(program(renewed, "2")));
    expect(await stack.leftovers()).to.deep.equal([]);
  });
});
