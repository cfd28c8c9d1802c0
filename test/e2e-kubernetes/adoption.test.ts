import { expect } from "chai";
import { requireCluster } from "../cluster";
import { expectSuccess } from "../e2e/support/steps";
import { ask, Traffic } from "../e2e/support/traffic";
import { requireDocker, waitFor } from "../setup";
import type { Program } from "./support/programs";
import { KubernetesStack } from "./support/stack";

/** What a team has that never heard of Anew: a Deployment, and a Service with a port of every node. */
const deployment = (image: string) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web" },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        automountServiceAccountToken: false,
        containers: [
          {
            name: "web",
            image,
            env: [
              { name: "VERSION", value: "before" },
              { name: "LAST_FOR", value: "3000" },
            ],
            ports: [{ containerPort: 8080 }],
            readinessProbe: { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 1 },
          },
        ],
      },
    },
  },
});
const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web" },
  spec: { type: "NodePort", selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] },
};

describe("a Deployment and a Service that exist", function () {
  this.timeout(300_000);
  let stack: KubernetesStack;
  let traffic: Traffic;
  let url: string;

  const program = (version: string): Program => ({
    groups: { web: { args: { env: { VERSION: version }, service: { existing: "web" } } } },
  });
  const serves = (version: string): Promise<boolean> =>
    waitFor(async () => (await ask(url).catch(() => undefined))?.version === version, 20_000);

  before(async function () {
    const cluster = await requireCluster(this);
    stack = await KubernetesStack.create(cluster, await requireDocker(this));
    await stack.apply(deployment(stack.image));
    await stack.apply(service);
    await stack.kubectl("rollout", "status", "deployment/web", "--timeout=90s");
    url = await stack.url("web");
    expect(await serves("before")).to.equal(true);
    traffic = await Traffic.start(url);
  });

  after(async () => {
    await traffic?.stop();
    await stack?.remove();
  });

  afterEach(() => void traffic.expectNoFailures());

  it("are followed by a group that takes the Service over, without a lost request", async () => {
    const before = await stack.kubectl("get", "service", "web", "-o", "jsonpath={.spec.ports}{.spec.type}");
    expectSuccess(await stack.up(program("1")));
    expect(await serves("1")).to.equal(true);
    const after = await stack.kubectl("get", "service", "web", "-o", "jsonpath={.spec.ports}{.spec.type}");
    expect(after, "only the selector was taken over").to.equal(before);
  });

  it("can go: the old Deployment ends, and its last clients move on", async () => {
    await stack.kubectl("delete", "deployment", "web", "--wait=true");
    expect((await stack.up(program("1"))).changeSummary).not.to.have.property("update");
    expect(await serves("1")).to.equal(true);
  });

  it("are released from then on like any group", async () => {
    expectSuccess(await stack.up(program("2")));
    expect(await serves("2")).to.equal(true);
  });
});
