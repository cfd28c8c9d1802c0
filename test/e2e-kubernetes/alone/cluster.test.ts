import { expect } from "chai";
import { type Cluster, type OwnCluster, requireOwnCluster } from "../../cluster";
import { nodeImage, type Registry, requireDocker, startRegistry, waitFor } from "../../setup";
import { apply, makeNamespace, service } from "../support/objects";

describe("the tests' cluster", function () {
  this.timeout(180_000);
  let cluster: Cluster & { readonly own: OwnCluster };
  let registry: Registry;
  let namespace: string;

  before(async function () {
    cluster = await requireOwnCluster(this);
    const { host } = await requireDocker(this);
    registry = await startRegistry();
    namespace = await makeNamespace(cluster);
    const image = await registry.push(host, await nodeImage(host), "node");
    expect(image).to.match(/^127\.0\.0\.1:\d+\/node@sha256:/);
    await apply(cluster, namespace, ...service("web", image, 2));
    await kubectl("rollout", "status", "deployment/web", "--timeout=120s");
  });

  after(async () => {
    if (namespace !== undefined) await cluster.mustKubectl(["delete", "namespace", namespace]);
    await registry?.stop();
  });

  it("has a node that is ready", async () => {
    const ready = 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}';
    expect(await cluster.mustKubectl(["get", "nodes", "-o", ready])).to.equal("True");
  });

  it("serves a pod of an image from a local registry: at its own address, through the Service's, and on a port of 127.0.0.1", async () => {
    const address = (await kubectl("get", "pods", "-o", "jsonpath={.items[0].status.podIP}")).trim();
    const { clusterIP } = await spec();
    for (const url of [`http://${address}:8080/`, `http://${clusterIP}/`, await nodePortUrl()]) {
      expect(await answer(url), url).to.equal("web");
    }
  });

  it("serves a port of 127.0.0.1 on no other address of the machine", async () => {
    const { nodePort } = await spec();
    const node = await cluster.mustKubectl([
      "get",
      "nodes",
      "-o",
      "jsonpath={.items[0].status.addresses[0].address}",
    ]);
    expect(await answer(`http://${node}:${nodePort}/`)).to.equal(undefined);
  });

  it("lets pods reach a Service, themselves behind it included", async () => {
    const { clusterIP } = await spec();
    const [pod = ""] = (await kubectl("get", "pods", "-o", "name")).split("\n");
    const get = `require("http").get("http://${clusterIP}/", (r) => r.pipe(process.stdout))`;
    for (let i = 0; i < 10; i++) {
      expect(await kubectl("exec", pod, "--", "node", "-e", get)).to.equal("web");
    }
  });

  it("says soon that an image is missing", async () => {
    const image = `${registry.address}/missing@sha256:${"0".repeat(64)}`;
    await apply(cluster, namespace, ...service("missing", image));
    const reason = "jsonpath={.items[0].status.containerStatuses[0].state.waiting.reason}";
    const told = await waitFor(async () => {
      return /ErrImagePull|ImagePullBackOff/.test(
        await kubectl("get", "pods", "-l", "app=missing", "-o", reason),
      );
    }, 15_000);
    expect(told).to.equal(true);
  });

  it("goes on serving while the API server is killed, and after it is back", async () => {
    const url = await nodePortUrl();
    await cluster.own.stop("api-server");
    expect((await cluster.kubectl(["get", "nodes", "--request-timeout=2s"])).exitCode).not.to.equal(0);
    expect(await answer(url)).to.equal("web");
    await cluster.own.start("api-server");
    expect(await answer(url)).to.equal("web");
    await kubectl("scale", "deployment/web", "--replicas=3");
    await kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  });

  it("has a node that goes away and comes back", async () => {
    const ready = 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}';
    const status = (): Promise<string> => cluster.mustKubectl(["get", "nodes", "-o", ready]);
    await cluster.own.stop("kubelet");
    expect(await waitFor(async () => (await status()) === "Unknown", 60_000)).to.equal(true);
    await cluster.own.start("kubelet");
    expect(await status()).to.equal("True");
    // Its pods count as ready again only when the kubelet has said so.
    const url = await nodePortUrl();
    expect(await waitFor(async () => (await answer(url)) === "web", 60_000)).to.equal(true);
  });

  function kubectl(...args: string[]): Promise<string> {
    return cluster.mustKubectl(["--namespace", namespace, ...args]);
  }

  async function spec(): Promise<{ readonly clusterIP: string; readonly nodePort: number }> {
    const { spec } = JSON.parse(await kubectl("get", "service", "web", "-o", "json"));
    return { clusterIP: spec.clusterIP, nodePort: spec.ports[0].nodePort };
  }

  async function nodePortUrl(): Promise<string> {
    return `http://${cluster.nodePortHost}:${(await spec()).nodePort}/`;
  }
});

/** What a new connection is answered; `undefined` when nobody answers. */
async function answer(url: string): Promise<string | undefined> {
  try {
    const options = { headers: { connection: "close" }, signal: AbortSignal.timeout(5000) };
    return await (await fetch(url, options)).text();
  } catch {
    return undefined;
  }
}
