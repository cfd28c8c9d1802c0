import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { KubernetesApi } from "../../src/platform/api";
import { readAccess } from "../../src/platform/connection";
import { FakeApi, TestClock } from "./fake-api";
import { FakeGroup, failureOf } from "./fake-group";

const WEB = "/api/v1/namespaces/test/services/web";

describe("calls to an API server", () => {
  let server: FakeApi;
  let clock: TestClock;
  let api: KubernetesApi;

  beforeEach(async () => {
    server = new FakeApi();
    await server.start();
    server.put(WEB, { spec: {} });
    clock = new TestClock();
    api = new KubernetesApi(await readAccess({ kubeconfig: server.kubeconfig }), clock);
  });

  afterEach(async () => {
    api.close();
    await server.stop();
  });

  it("are made again while the server restarts: refused, cut off, overloaded, failing", async () => {
    server.failures.push({ status: 500 }, { status: 429 }, "reset", { status: 503 });
    const found = await api.get<{ metadata: { name: string } }>(WEB);
    expect(found?.metadata.name).to.equal("web");
    expect(server.requests).to.have.length(5);
  });

  it("are given up when a server stays away, with its own reason and how long was tried", async () => {
    await server.stop();
    const message = await failureOf(api.get(WEB));
    expect(message).to.match(/ECONNREFUSED .*, for 2\d s$/);
    expect(clock.now()).to.be.within(20_000, 25_000);
    await server.start();
  });

  it("are not made again when the server refuses them", async () => {
    server.failures.push({ status: 422, body: '{"kind":"Status","message":"spec.ports: Required value"}' });
    const message = await failureOf(api.patch(WEB, {}));
    expect(message).to.equal(`spec.ports: Required value (PATCH ${WEB})`);
    expect(server.requests).to.have.length(1);
  });

  it("that the role does not allow name the verb, the resource and where the rights are listed", async () => {
    server.denied.add("patch services");
    expect(await failureOf(api.patch(WEB, {}))).to.equal(
      'services is forbidden: User "ci" cannot patch resource "services" in API group "" in the namespace "test": ' +
        "grant it, see docs/kubernetes.md#rights",
    );
  });

  it("with credentials that have ended name the context", async () => {
    server.failures.push({ status: 401, body: '{"kind":"Status","message":"Unauthorized"}' });
    expect(await failureOf(api.get(WEB))).to.contain(
      'the credentials of context "test" (Unauthorized): renew them',
    );
  });

  it("remove what is there, and take what is not there as removed", async () => {
    await api.remove(WEB, "Foreground");
    await api.remove(WEB, "Foreground");
    expect(server.writes).to.deep.equal([`DELETE ${WEB}`, `DELETE ${WEB}`]);
  });
});

describe("the connection to a cluster", () => {
  it("names the contexts that there are when one is missing", async () => {
    const server = new FakeApi();
    await server.start();
    const failed = failureOf(readAccess({ kubeconfig: server.kubeconfig, context: "prod" }));
    expect(await failed).to.equal(
      'connection.context: got "prod", expected a context of the kubeconfig: test',
    );
    await server.stop();
  });

  it("says that a kubeconfig's path leads nowhere, or to something else", async () => {
    expect(await failureOf(readAccess({ kubeconfig: "/no/such" }))).to.contain('got "/no/such"');
    writeFileSync("/tmp/anew-no-kubeconfig", "clusters: {");
    expect(await failureOf(readAccess({ kubeconfig: "/tmp/anew-no-kubeconfig" }))).to.contain(
      "is no kubeconfig",
    );
  });

  it("names server and context, and that nothing was changed, when the server is away", async () => {
    const server = new FakeApi();
    await server.start();
    const group = new FakeGroup(server);
    const { url } = server;
    const { kubeconfig } = server;
    await server.stop();
    Object.defineProperty(server, "kubeconfig", { value: kubeconfig });
    const message = await failureOf(group.open());
    expect(message).to.contain(`the API server at ${url} (context "test") can't be reached:`);
    expect(message).to.match(/Nothing was changed$/);
    expect(group.clock.now()).to.be.at.most(10_000);
  });
});
