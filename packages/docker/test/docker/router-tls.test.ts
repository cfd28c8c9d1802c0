import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:tls";
import { expect } from "chai";
import { requireDocker, skip, which } from "../../../../test/setup";
import { parseCertificates } from "../../src/router/certificate";
import { CertificateStore } from "../../src/router/certificate-store";
import { eventually } from "../router-support/eventually";
import { Lab } from "../router-support/lab";
import { Load } from "../router-support/load";
import { type TestCertificate, testCertificate } from "../router-support/test-certificate";

describe("a router's certificates", function () {
  this.timeout(120_000);
  let lab: Lab;
  let store: CertificateStore;
  let example: TestCertificate;

  before(async function () {
    if (which("openssl") === undefined) skip(this, "needs openssl to make certificates");
    lab = await Lab.start(await requireDocker(this));
    const router = await lab.connect("tls", { listen: [{ port: lab.https }] });
    await lab.attach(router, "blue");
    await router.shift({ blue: 100 });
    store = await CertificateStore.connect({ host: lab.docker.host }, lab.routerId);
    example = await testCertificate(["www.example.com", "example.com"], 1);
  });
  after(async () => {
    await store?.close();
    await lab?.remove();
  });

  const put = (...all: TestCertificate[]): Promise<void> => store.replaceAll(parseCertificates(all));

  it("are shown by the name that a client asks for, and no other one is", async () => {
    expect(await serial("www.example.com")).to.equal("refused");
    await put(example, await testCertificate(["*.example.org"], 2));
    expect(await serial("www.example.com")).to.equal("01");
    expect(await serial("example.com")).to.equal("01");
    expect(await serial("any.example.org")).to.equal("02");
    expect(await serial("example.net")).to.equal("refused");
  });

  it("are renewed under load without a failed request, and the new one is shown", async () => {
    await put(example);
    const load = new Load({
      port: lab.https,
      tls: true,
      servername: "www.example.com",
      rejectUnauthorized: false,
    });
    await load.more(50);
    for (let i = 0; i < 5; i++) {
      await put(await testCertificate(["www.example.com", "example.com"], 16 + i));
      expect(await serial("www.example.com")).to.equal(`1${i}`);
      await load.more(50);
    }
    expect((await load.stop()).failures).to.deep.equal([]);
  });

  it("that are no longer wanted are shown no more, and leave nothing in the volume", async () => {
    await put(example, await testCertificate(["old.example.com"], 3));
    expect(await serial("old.example.com")).to.equal("03");
    await put(example);
    expect(await serial("old.example.com")).to.equal("refused");
    await lab.container("router").restart({ t: 0 });
    await eventually("the other one is back", async () => (await serial("example.com")) === "01");
    expect(await serial("old.example.com")).to.equal("refused");
  });

  it("are spoken to in HTTP/2, and servers are told that it was HTTPS", async () => {
    await put(example);
    const session = connectHttp2(`https://127.0.0.1:${lab.https}`, {
      servername: "www.example.com",
      rejectUnauthorized: false,
    });
    try {
      const body = await new Promise<string>((resolve, reject) => {
        session.on("error", reject);
        const stream = session.request({ ":path": "/headers" });
        let text = "";
        stream.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        stream.on("end", () => resolve(text));
        stream.on("error", reject);
      });
      expect(session.alpnProtocol).to.equal("h2");
      expect(JSON.parse(body)).to.include({ "x-forwarded-proto": "https" });
    } finally {
      session.close();
    }
  });

  /** Serial number of the certificate that a client is shown. */
  function serial(servername: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(
        { host: "127.0.0.1", port: lab.https, servername, rejectUnauthorized: false },
        () => {
          resolve(socket.getPeerX509Certificate()!.serialNumber);
          socket.destroy();
        },
      );
      socket.on("error", () => resolve("refused"));
    });
  }
});
