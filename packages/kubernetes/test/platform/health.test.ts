import type { Json, Session } from "@anew/core";
import { expect } from "chai";
import { FakeApi } from "./fake-api";
import { deploymentPath, FakeGroup, failureOf, podPath } from "./fake-group";

describe("the health of a generation in a cluster", () => {
  let api: FakeApi;
  let group: FakeGroup;
  let identity: Json;
  let session: Session;

  beforeEach(async () => {
    api = new FakeApi();
    await api.start();
    group = new FakeGroup(api);
    identity = group.addGeneration("a1", { replicas: 2 });
    group.addService();
    session = await group.open();
  });

  afterEach(async () => {
    await session.close();
    await api.stop();
  });

  const health = () => session.health("a1", identity);
  const deployment = () => api.at(deploymentPath("a1"));

  it("is the Deployment's word and each pod's own answer", async () => {
    expect(await health()).to.deep.equal({ healthy: true, ready: 2, of: 2, detail: "ready" });
    expect(api.requests).to.include("GET /api/v1/namespaces/test/pods/http:web-a1-1:8080/proxy/healthz");
  });

  it("fails on a pod that answers otherwise than the check says, or not in its time", async () => {
    api.pods.set("web-a1-1:8080/healthz", { status: 302 });
    expect(await health()).to.deep.include({ healthy: false, ready: 1 });
    expect((await health()).detail).to.equal("web-a1-1 answers /healthz with 302");
    api.pods.delete("web-a1-1:8080/healthz");
    expect((await health()).detail).to.contain("is not reached at port 8080 by the API server: dial tcp");
  });

  it("waits for a controller that has not looked yet, whatever the old status says", async () => {
    deployment().metadata.generation = 2;
    expect((await health()).detail).to.equal("its controller has not looked at it yet");
  });

  it("asks no pod before all are available, and says what keeps them", async () => {
    deployment().status.availableReplicas = 1;
    deployment().status.conditions = [
      { type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "exceeded quota: small" },
    ];
    const waiting = { reason: "CrashLoopBackOff", message: "back-off 10s" };
    group.addPod("a1", 1, {
      conditions: [{ type: "Ready", status: "False" }],
      containerStatuses: [
        {
          name: "main",
          ready: false,
          restartCount: 2,
          state: { waiting },
          lastState: { terminated: { exitCode: 3 } },
        },
      ],
    });
    const found = await health();
    expect(found).to.deep.include({ healthy: false, ready: 1, of: 2 });
    expect(found.detail).to.equal(
      "FailedCreate: exceeded quota: small, web-a1-1 CrashLoopBackOff: back-off 10s, exit code 3, restarted 2 times",
    );
    expect(api.requests.filter((request) => request.includes("/proxy/"))).to.deep.equal([]);
  });

  it("fails on one that is stopped, gone, or made anew under the same name", async () => {
    deployment().spec.replicas = 0;
    expect((await health()).detail).to.contain("stopped");
    api.put(deploymentPath("a1"), { ...deployment(), metadata: { uid: "another" } });
    expect((await health()).detail).to.contain("is not the one that was released");
    api.drop(deploymentPath("a1"));
    expect((await health()).detail).to.equal("the Deployment test/web-a1 is gone");
  });

  it("says when the proxy may not be used: that is nothing against the pods", async () => {
    api.denied.add("get pods/proxy");
    expect(await failureOf(health())).to.contain('cannot get resource "pods/proxy"');
  });

  it("is found by labels where no identity is known, by the Deployment's word alone", async () => {
    api.pods.clear();
    expect(await session.router!.health("a1")).to.deep.include({ healthy: true, ready: 2 });
    expect((await session.router!.health("zz")).detail).to.equal("the Deployment of generation zz is gone");
  });

  it("is explained by conditions, logs and the last warnings", async () => {
    deployment().status.availableReplicas = 0;
    group.addPod("a1", 0, {
      conditions: [{ type: "Ready", status: "False" }],
      containerStatuses: [{ name: "main", ready: false, restartCount: 1, state: { running: {} } }],
    });
    api.logs.set("web-a1-0 previous", "listening\nboom\n");
    const pod = api.at(podPath("a1", 0));
    const event = (name: string, uid: string, message: string, time: string) =>
      api.put(`/api/v1/namespaces/test/events/${name}`, {
        type: "Warning",
        reason: "BackOff",
        message,
        lastTimestamp: time,
        involvedObject: { kind: "Pod", name: "web-a1-0", uid },
      });
    event("one", pod.metadata.uid, "back-off restarting", "2026-01-02");
    event("two", "another", "nobody's", "2026-01-03");
    event("three", pod.metadata.uid, "earlier", "2026-01-01");
    event("four", pod.metadata.uid, 'creating "web-1": used 20m', "2025-01-01");
    event("five", pod.metadata.uid, 'creating "web-2": used 30m', "2025-01-02");
    const text = await session.explain(identity);
    expect(text).to.contain('creating "web-2"').and.to.not.contain('creating "web-1"');
    expect(text.split("\n").slice(0, 4)).to.deep.equal([
      "Deployment test/web-a1: 0 of 2 available",
      "pod web-a1-0: restarted once; last log lines:",
      "    listening",
      "    boom",
    ]);
    expect(text).to.match(/\n {4}.*earlier\n {4}Pod web-a1-0: BackOff: back-off restarting$/);
  });

  it("is explained by the node that has not taken a pod up: it may be gone", async () => {
    const pod = group.addPod("a1", 0, {
      phase: "Pending",
      conditions: [{ type: "PodScheduled", status: "True" }],
      containerStatuses: [],
    });
    pod.spec = { nodeName: "node-7", containers: [] };
    deployment().status.availableReplicas = 1;
    expect((await health()).detail).to.equal("web-a1-0 its node node-7 has not taken it up");
    const named = async () => (await session.explain(identity)).split("\n")[1];
    expect(await named()).to.equal("pod web-a1-0: its node node-7 has not taken it up, on node node-7");
    pod.status.startTime = "2026-01-01T00:00:00Z";
    expect(await named()).to.equal("pod web-a1-0: has not started yet, on node node-7");
  });

  it("is explained as far as rights allow", async () => {
    api.denied.add("get pods/log").add("list events");
    const text = await session.explain(identity);
    expect(text).to.contain(
      'its log can\'t be read: pods is forbidden: User "ci" cannot get resource "pods/log"',
    );
    expect(text).to.contain("the events can't be read:");
  });
});
