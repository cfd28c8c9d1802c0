import { expect } from "chai";
import {
  type Cluster,
  type Gateway,
  type OwnCluster,
  type Prometheus,
  requireGateway,
  startPrometheus,
} from "../../cluster";
import { nodeImage, type Registry, requireDocker, startRegistry, waitFor } from "../../setup";
import { apply, type KubernetesObject, makeNamespace, service } from "../support/objects";

const GROUP = "gateway.networking.k8s.io/v1";
const REQUESTS = 200;

describe("the tests' gateway", function () {
  this.timeout(15 * 60_000); // the first run builds it
  let cluster: Cluster & { readonly own: OwnCluster };
  let gateway: Gateway;
  let prometheus: Prometheus;
  let registry: Registry;
  let namespace: string;

  before(async function () {
    ({ cluster, gateway } = await requireGateway(this));
    const { host } = await requireDocker(this);
    prometheus = await startPrometheus(cluster.own, gateway);
    registry = await startRegistry();
    namespace = await makeNamespace(cluster);
    const image = await registry.push(host, await nodeImage(host), "node");
    const listener = { name: "web", protocol: "HTTP", port: gateway.port };
    await apply(cluster, namespace, ...service("old", image), ...service("new", image), {
      ...{ apiVersion: GROUP, kind: "Gateway", metadata: { name: "web" } },
      spec: { gatewayClassName: gateway.className, listeners: [listener] },
    });
    for (const name of ["old", "new"]) {
      await kubectl("rollout", "status", `deployment/${name}`, "--timeout=120s");
    }
  });

  after(async () => {
    if (namespace !== undefined) await cluster.mustKubectl(["delete", "namespace", namespace]);
    await registry?.stop();
  });

  it("divides requests by the weights of an HTTPRoute", async () => {
    await apply(cluster, namespace, route(80, 20));
    expect(await waitFor(async () => (await ask()) !== undefined, 20_000)).to.equal(true);
    const counts = await count();
    expect(counts.old).to.be.within(REQUESTS * 0.7, REQUESTS * 0.9);
    expect(counts.new).to.equal(REQUESTS - counts.old);
  });

  it("says in a route's status that it has taken it", async () => {
    const accepted = 'jsonpath={.status.parents[0].conditions[?(@.type=="Accepted")].status}';
    expect(await kubectl("get", "httproute", "web", "-o", accepted)).to.equal("True");
  });

  it("sends nothing to a weight of zero, soon after it has changed", async () => {
    await apply(cluster, namespace, route(0, 100));
    const settled = async (): Promise<boolean> => (await count(20)).old === 0;
    expect(await waitFor(settled, 10_000)).to.equal(true);
    expect(await count()).to.deep.equal({ old: 0, new: REQUESTS });
  });

  it("counts requests by Service, where Prometheus finds them", async () => {
    const query = `traefik_service_requests_total{service=~"${namespace}-new-.*",code="200"}`;
    const value = async (): Promise<number> => {
      const url = `${prometheus.url}/api/v1/query?query=${encodeURIComponent(query)}`;
      const { data } = (await (await fetch(url)).json()) as {
        readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
      };
      return Number(data.result[0]?.value[1] ?? 0);
    };
    expect(await waitFor(async () => (await value()) >= REQUESTS, 15_000)).to.equal(true);
  });

  async function ask(): Promise<string | undefined> {
    const response = await fetch(gateway.url);
    const text = await response.text();
    return response.status === 200 ? text : undefined;
  }

  async function count(requests = REQUESTS): Promise<{ readonly old: number; readonly new: number }> {
    const counts = { old: 0, new: 0 };
    for (let i = 0; i < requests; i++) counts[(await ask()) as "old" | "new"] += 1;
    return counts;
  }

  function route(old: number, next: number): KubernetesObject {
    const backendRefs = [
      { name: "old", port: 80, weight: old },
      { name: "new", port: 80, weight: next },
    ];
    return {
      ...{ apiVersion: GROUP, kind: "HTTPRoute", metadata: { name: "web" } },
      spec: { parentRefs: [{ name: "web" }], rules: [{ backendRefs }] },
    };
  }

  function kubectl(...args: string[]): Promise<string> {
    return cluster.mustKubectl(["--namespace", namespace, ...args]);
  }
});
