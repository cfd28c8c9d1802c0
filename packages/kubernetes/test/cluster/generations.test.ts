import type { Json, Session } from "@anew/core";
import { expect } from "chai";
import { pathOf } from "../../src/platform/paths";
import { eventually, Lab, pause } from "./support/lab";

describe("generations on a real cluster", function () {
  this.timeout(180_000);
  let lab: Lab;
  let session: Session;

  before(async function () {
    lab = await Lab.open(this);
    await lab.addService();
    session = await lab.open();
  });

  after(async () => {
    await session?.close();
    await lab?.remove();
  });

  const healthy = (id: string, identity: Json) =>
    eventually(`${id} is healthy`, async () => (await session.health(id, identity)).healthy);
  /** Explains it again until the cluster has come as far as the reason. */
  const explained = async (identity: Json, reason: RegExp): Promise<string> => {
    let text = "";
    await eventually(`${reason}`, async () => {
      text = await session.explain(identity);
      return reason.test(text);
    }).catch((error) => {
      throw new Error(`${error.message}; it says:\n${text}`);
    });
    return text;
  };

  it("are healthy when all replicas are, and each answers for itself", async () => {
    const identity = await lab.addGeneration("a1", { replicas: 2 });
    expect((await session.health("a1", identity)).healthy).to.equal(false);
    await healthy("a1", identity);
    expect(await session.health("a1", identity)).to.deep.equal({
      healthy: true,
      ready: 2,
      of: 2,
      detail: "ready",
    });
    expect(await session.router!.health("zz")).to.deep.include({ healthy: false });
  });

  it("that crash tell their exit code and their last log lines", async () => {
    const identity = await lab.addGeneration("crash", { env: { CRASH: "no such table: orders" } });
    const text = await explained(identity, /CrashLoopBackOff/);
    expect(text).to.match(/CrashLoopBackOff.*exit code 3.*restarted/);
    expect(text).to.contain("last log lines:\n    reading the configuration\n    no such table: orders");
    expect((await session.health("crash", identity)).detail).to.contain("CrashLoopBackOff");
    await lab.removeGeneration("crash");
  });

  it("whose image can't be pulled tell what the node says", async () => {
    const image = `127.0.0.1:1/no/such@sha256:${"0".repeat(64)}`;
    const identity = await lab.addGeneration("pull", { image });
    const text = await explained(identity, /(ErrImagePull|ImagePullBackOff)[\s\S]*last warnings:/);
    expect(text).to.match(/127\.0\.0\.1:1\/no\/such.*connection refused/);
    await lab.removeGeneration("pull");
  });

  it("that a quota keeps from starting tell which", async () => {
    await lab.api.create(`/api/v1/namespaces/${lab.namespace}/resourcequotas`, {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "small" },
      spec: { hard: { "requests.cpu": "500m" } },
    });
    await pause(1000);
    const identity = await lab.addGeneration("quota", { cpu: "600m" });
    const text = await explained(identity, /exceeded quota: small/);
    expect(text).to.contain("FailedCreate");
    // The Deployment's own condition comes a moment after the event.
    await eventually("its health tells too", async () =>
      (await session.health("quota", identity)).detail.includes("exceeded quota: small"),
    );
    await lab.removeGeneration("quota");
    await lab.api.remove(`/api/v1/namespaces/${lab.namespace}/resourcequotas/small`, "Background");
  });

  it("that no node takes tell why", async () => {
    const identity = await lab.addGeneration("big", { cpu: "500" });
    expect(await explained(identity, /Unschedulable/)).to.contain("Insufficient cpu");
    await lab.removeGeneration("big");
  });

  it("that run and never get ready tell what their probe got", async () => {
    const identity = await lab.addGeneration("unready", { env: { READY_AFTER: "1000000" } });
    const text = await explained(identity, /runs, but is not ready.*Readiness probe failed/s);
    expect(text).to.contain("statuscode: 503");
    expect(text).to.contain("    listening");
    await lab.removeGeneration("unready");
  });

  it("stop and start again, and are the same", async () => {
    const identity = await lab.addGeneration("cold");
    await healthy("cold", identity);
    await session.stop(identity, 10_000);
    expect(await session.running(identity)).to.equal(false);
    const pods = () =>
      lab.api.list(pathOf("pods", lab.namespace), { labels: { "dev.anew.generation": "cold" } });
    await eventually("its pods are gone", async () => (await pods()).length === 0);
    await session.start(identity);
    expect(await session.running(identity)).to.equal(true);
    await healthy("cold", identity);
    await lab.removeGeneration("cold");
  });

  it("that nobody knows are found, and removed with their pods", async () => {
    const declared = { a1: await identityOf("a1") };
    const none = { ids: [], generations: [] };
    await lab.addGeneration("lost");
    const orphans = await session.orphans(none, declared);
    expect(orphans.map((orphan) => orphan.description)).to.deep.equal([
      `Service ${lab.namespace}/web-lost of generation lost`,
      `Deployment ${lab.namespace}/web-lost of generation lost`,
    ]);
    for (const orphan of orphans) await session.removeOrphan(orphan);
    await eventually("it is gone", async () => (await session.orphans(none, declared)).length === 0);
  });

  async function identityOf(id: string): Promise<Json> {
    const path = pathOf("deployments", lab.namespace, `web-${id}`);
    const found = await lab.api.get<{ metadata: { uid: string } }>(path);
    const { uid } = found!.metadata;
    return {
      namespace: lab.namespace,
      deployment: `web-${id}`,
      uid,
      service: `web-${id}`,
      check: {},
      replicas: 2,
    };
  }
});
