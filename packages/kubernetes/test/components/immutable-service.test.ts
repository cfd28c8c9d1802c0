import { ImmutableService, type ImmutableServiceArgs } from "@anew/kubernetes";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { expect } from "chai";
import { image, KubernetesStack } from "../support/kubernetes-stack";

describe("ImmutableService in a cluster", () => {
  let stack: KubernetesStack;
  let args: ImmutableServiceArgs;
  let name: string;
  let options: ComponentResourceOptions;
  const first: ImmutableServiceArgs = {
    image: image(1),
    healthCheck: { interval: "1 millisecond", healthyAfter: 1, timeout: "20 milliseconds" },
  };

  beforeEach(() => {
    name = "worker";
    options = {};
    stack = new KubernetesStack((kubeconfig) => {
      const worker = new ImmutableService(name, { ...args, connection: { kubeconfig } }, options);
      return { url: worker.url, generation: worker.generation };
    });
  });
  afterEach(() => stack.remove());

  async function up(change: Partial<ImmutableServiceArgs> = {}) {
    args = { ...first, ...change };
    const result = await stack.up();
    expect(result.error, [result.error, ...result.failures.map((one) => one.message)].join("\n")).to.equal(
      undefined,
    );
    const lines = result.lines
      .filter((line) => !line.startsWith("same"))
      .map((line) => line.replace(/\b[0-9a-f]{8}\b/, "<id>"));
    return { lines, outputs: result.outputs };
  }

  it("makes a new generation before the old one is removed", async () => {
    const { lines, outputs } = await up();
    expect(outputs.url).to.equal("");
    expect(lines.filter((line) => line.includes("worker"))).to.deep.equal([
      "create worker",
      "create worker-salt",
      "create worker-<id>",
      "create worker-<id>",
      "create worker-gate",
    ]);
    expect((await up()).lines).to.deep.equal([]);
    const second = (await up({ env: { A: "1" } })).lines;
    expect(second.indexOf("create-replacement worker-gate")).to.be.lessThan(
      second.indexOf("delete worker-<id>"),
    );
    expect(Object.keys(await stack.objects("Deployment"))).to.have.length(1);
  });

  it("has a Service of its name where it has a port, which selects all of its generations", async () => {
    const { outputs } = await up({ port: 5432, ports: { metrics: 9090 } });
    expect(outputs.url).to.equal("http://worker.default.svc:5432");
    const service = (await stack.objects("Service"))["worker-service"];
    expect(service?.spec).to.deep.include({
      ports: [
        { name: "http-5432", port: 5432, protocol: "TCP", targetPort: "main" },
        { name: "metrics", port: 9090, protocol: "TCP", targetPort: "metrics" },
      ],
    });
    const { lines } = await up({ port: 5432, ports: { metrics: 9090 }, env: { A: "1" } });
    expect(lines.filter((line) => line.includes("service"))).to.deep.equal([]);
    const [deployment] = Object.values(await stack.objects("Deployment"));
    const { template } = (deployment?.spec ?? {}) as { readonly template?: { readonly metadata: object } };
    const { selector } = (service?.spec ?? {}) as { readonly selector?: object };
    expect(template?.metadata).to.have.property("labels").that.includes(selector);
  });

  it("is still reached when it was renamed with an alias: its pods keep the labels of the first name", async () => {
    await up({ port: 5432 });
    name = "queue";
    options = { aliases: [{ name: "worker" }] };
    await up({ port: 5432 });
    const [deployment] = Object.values(await stack.objects("Deployment"));
    const service = (await stack.objects("Service"))["queue-service"];
    const { template } = (deployment?.spec ?? {}) as { readonly template?: { readonly metadata: object } };
    const { selector } = (service?.spec ?? {}) as { readonly selector?: object };
    expect(selector).to.include({ "dev.anew.group": "worker" });
    expect(template?.metadata).to.have.property("labels").that.includes(selector);
    expect(service?.metadata).to.deep.include({ name: "queue" });
  });

  it("without overlap ends the old generation first, to its last pod", async () => {
    const alone = {
      overlap: "none" as const,
      state: [{ volume: "data", path: "/data", access: "exclusive" as const }],
    };
    await up(alone);
    const [deployment] = Object.values(await stack.objects("Deployment"));
    const [anchor] = Object.values(await stack.objects("ConfigMap"));
    const { name, uid } = (anchor?.metadata ?? {}) as { readonly name?: string; readonly uid?: string };
    const { ownerReferences } = (deployment?.metadata ?? {}) as { readonly ownerReferences?: unknown };
    // The cluster removes the ConfigMap, which the provider waits for, after the Deployment and its pods.
    expect(ownerReferences).to.deep.equal([
      { apiVersion: "v1", kind: "ConfigMap", name, uid, blockOwnerDeletion: true },
    ]);
    const { lines } = await up({ ...alone, env: { A: "1" } });
    const deleted = lines.lastIndexOf("delete-replaced worker-sole-anchor");
    expect(deleted).to.be.at.least(0);
    expect(deleted).to.be.lessThan(lines.indexOf("create-replacement worker-sole"));
  });
});
