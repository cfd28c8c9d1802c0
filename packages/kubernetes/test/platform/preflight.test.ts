import { expect } from "chai";
import { type PreflightArgs, preflight } from "../../src/preflight";
import { FakeApi } from "./fake-api";

const NAMESPACE = "/api/v1/namespaces/test";
const GROUP = "/apis/gateway.networking.k8s.io/v1";

describe("what a cluster has against the arguments", () => {
  let api: FakeApi;

  beforeEach(async () => {
    api = new FakeApi();
    await api.start();
    api.put(NAMESPACE, {});
  });

  afterEach(() => api.stop());

  const problems = async (args: PreflightArgs) =>
    (await preflight({ kubeconfig: api.kubeconfig }, args)).map(
      ({ property, expected }) => `${property}: ${expected}`,
    );

  it("is nothing when all is there", async () => {
    api.put(GROUP, { resources: [{ name: "httproutes" }] });
    api.put(`${GROUP}/namespaces/infra/gateways/public`, {});
    const gateway = { name: "public", namespace: "infra" };
    expect(await problems({ namespace: "test", gateway, labels: { app: "web" } })).to.deep.equal([]);
  });

  it("is a namespace that is missing, where one was given", async () => {
    expect(await problems({ namespace: "gone" })).to.deep.equal([
      'namespace: a namespace that is there in the cluster of context "test"',
    ]);
    api.drop(NAMESPACE);
    expect(await problems({}), "the context's own").to.deep.equal([]);
  });

  it("is a Gateway API that is not installed, then a Gateway that is not there, then one that is refused", async () => {
    const gateway = { name: "public" };
    expect((await problems({ gateway }))[0]).to.contain("a cluster that has HTTPRoute");
    api.put(GROUP, { resources: [{ name: "httproutes" }] });
    expect((await problems({ gateway }))[0]).to.contain("a Gateway that is there in namespace test");
    api.put(`${GROUP}/namespaces/test/gateways/public`, {
      status: { conditions: [{ type: "Accepted", status: "False", reason: "Invalid" }] },
    });
    expect((await problems({ gateway }))[0]).to.contain("a Gateway that a controller has accepted");
  });

  it("is another Service that finds the pods by the user's own labels", async () => {
    api.put(`${NAMESPACE}/services/old`, { spec: { selector: { app: "web" } } });
    api.put(`${NAMESPACE}/services/web`, { spec: { selector: { app: "web" } } });
    api.put(`${NAMESPACE}/services/narrow`, { spec: { selector: { app: "web", tier: "x" } } });
    api.put(`${NAMESPACE}/services/external`, { spec: {} });
    const args = { labels: { app: "web", team: "a" }, services: ["web"] };
    expect(await problems(args)).to.deep.equal([
      "labels: labels by which no other Service finds the pods; old does",
    ]);
  });

  it("is a Service that shall be taken over and is not there; the one that is may find the pods until then", async () => {
    const [problem] = await problems({ existing: "web" });
    expect(problem).to.equal("service.existing: a Service that is there in namespace test");
    api.put(`${NAMESPACE}/services/web`, { spec: { selector: { app: "web" } } });
    expect(await problems({ existing: "web", labels: { app: "web" } })).to.deep.equal([]);
  });

  it("is nothing where it can't be asked: no rights, no server, no kubeconfig", async () => {
    api.denied.add("list services");
    expect(await problems({ labels: { app: "web" } })).to.deep.equal([]);
    expect(await preflight({ kubeconfig: "/no/such" }, { namespace: "gone" })).to.deep.equal([]);
    const { kubeconfig } = api;
    await api.stop();
    expect(await preflight({ kubeconfig }, { namespace: "gone" })).to.deep.equal([]);
    await api.start();
  });
});
