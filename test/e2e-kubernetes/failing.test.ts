import { expect } from "chai";
import { type Cluster, requireCluster } from "../cluster";
import { expectSuccess, stepsOf } from "../e2e/support/steps";
import { ask, Traffic } from "../e2e/support/traffic";
import { requireDocker, waitFor } from "../setup";
import type { Program } from "./support/programs";
import { KubernetesStack } from "./support/stack";

/** A new generation that never gets the traffic, and what the error says of it. */
interface Bad {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly says: readonly RegExp[];
}

const GONE = `sha256:${"0".repeat(64)}`;

const BAD: readonly Bad[] = [
  {
    name: "that crashes in a loop",
    args: { command: ["node", "-e", "console.log('no database at db.example'); process.exit(3)"] },
    says: [/no database at db\.example/, /exit code 3|exitCode 3|CrashLoopBackOff/],
  },
  {
    name: "that is never ready",
    args: { env: { BAD: "1" } },
    says: [/did not become healthy within/, /500/],
  },
  {
    name: "whose health comes and goes",
    args: { env: { FLAPPING: "1" }, healthCheck: { path: "/healthz", healthyAfter: 5 } },
    says: [/did not become healthy within/],
  },
  {
    name: "whose image can't be pulled",
    args: { image: "IMAGE" },
    says: [/ErrImagePull|ImagePullBackOff/, /0{64}/],
  },
  {
    name: "for which no node has room",
    args: { resources: { cpu: 500, memory: "64 MiB" } },
    says: [/Insufficient cpu|Unschedulable/],
  },
  {
    name: "that asks for a node that is not there",
    args: { nodeSelector: { "disk-kind": "golden" } },
    says: [/node\(s\) didn't match|Unschedulable/],
  },
];

describe("a generation in a cluster", function () {
  this.timeout(600_000);
  let cluster: Cluster;
  let stack: KubernetesStack;
  let traffic: Traffic;
  let url: string;

  const program = (args: Readonly<Record<string, unknown>>): Program => ({
    groups: {
      web: {
        args: {
          service: { type: "NodePort" },
          healthCheck: { path: "/healthz", timeout: "12 seconds" },
          ...args,
        },
      },
    },
  });
  const good = program({ env: { VERSION: "1" } });

  before(async function () {
    cluster = await requireCluster(this);
    stack = await KubernetesStack.create(cluster, await requireDocker(this));
    expectSuccess(await stack.up(good));
    url = await stack.url("web");
    traffic = await Traffic.start(url);
  });

  after(async () => {
    await traffic?.stop();
    await stack?.remove();
  });

  async function refused(args: Readonly<Record<string, unknown>>): Promise<string> {
    const { generation } = await ask(url);
    const before = await stack.pods(generation);
    const result = await stack.up(program(args));
    expect(result.exitCode).not.to.equal(0);
    expect(stepsOf(result)).not.to.include("update Switch web-switch");
    expect((await ask(url)).version).to.equal("1");
    expect(await stack.pods(generation)).to.deep.equal(before);
    traffic.expectNoFailures();
    return result.error ?? "";
  }

  /** The next update with the old arguments clears away, and touches nothing that serves. */
  async function goesBack(): Promise<void> {
    const result = await stack.up(good);
    expectSuccess(result);
    expect(stepsOf(result).filter((step) => !step.startsWith("delete "))).to.deep.equal([]);
    traffic.expectNoFailures();
  }

  for (const { name, args, says } of BAD) {
    it(`${name} gets no traffic, and the error says why`, async () => {
      const image = stack.image.replace(/sha256:[0-9a-f]{64}$/, GONE);
      const error = await refused(args.image === "IMAGE" ? { image } : args);
      for (const text of says) expect(error).to.match(text);
      await goesBack();
    });
  }

  it("that exceeds a quota gets no traffic, and the error says which", async () => {
    const spec = { hard: { "requests.memory": "100Mi" } };
    await stack.apply({ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "small" }, spec });
    const error = await refused({ env: { VERSION: "2" } });
    expect(error).to.match(/exceeded quota: small/);
    await goesBack();
    await stack.kubectl("delete", "resourcequota", "small");
  });

  it("that is slow to start gets the traffic when it is ready, and not before", async () => {
    const result = await stack.up(program({ env: { VERSION: "slow", HEALTHY_AFTER: "5000" } }));
    expectSuccess(result);
    expect(await waitFor(async () => (await ask(url)).version === "slow", 10_000)).to.equal(true);
    expectSuccess(await stack.up(good));
    expect(await waitFor(async () => (await ask(url)).version === "1", 10_000)).to.equal(true);
    traffic.expectNoFailures();
  });

  it("in a namespace that is not there is an input error, before anything is made", async () => {
    const result = await stack.preview(program({ namespace: "nowhere" }));
    expect(result.error).to.match(/namespace: got "nowhere"/);
  });

  it("whose label another Service selects is an input error", async () => {
    const spec = { selector: { app: "web" }, ports: [{ port: 80 }] };
    await stack.apply({ apiVersion: "v1", kind: "Service", metadata: { name: "other" }, spec });
    const result = await stack.preview(program({ env: { VERSION: "9" }, labels: { app: "web" } }));
    expect(result.error).to.match(/labels/);
    expect(result.error).to.contain("other");
    await stack.kubectl("delete", "service", "other");
  });

  it("that one may not make says which verb on which resource is missing", async () => {
    await stack.kubectl("create", "serviceaccount", "reader");
    await stack.kubectl(
      "create",
      "rolebinding",
      "reader",
      "--clusterrole=view",
      `--serviceaccount=${stack.namespace}:reader`,
    );
    stack.kubeconfig = await cluster.kubeconfigOf(stack.namespace, "reader");
    try {
      const error = await refused({ env: { VERSION: "forbidden" } });
      expect(error).to.match(/cannot (create|patch|list|get) resource "\w+"/);
    } finally {
      stack.kubeconfig = cluster.kubeconfig;
    }
    await goesBack();
  });
});
