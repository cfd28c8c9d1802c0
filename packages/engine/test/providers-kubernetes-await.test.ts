import { expect } from "chai";
import { labelSelector } from "../src/providers/kubernetes/await/label-selector";
import type { Readiness, View } from "../src/providers/kubernetes/await/readiness";
import { ruleFor } from "../src/providers/kubernetes/await/rules";
import { waitForRule } from "../src/providers/kubernetes/await/wait-for";
import type { KubeObject } from "../src/providers/kubernetes/object";
import type { PropertyMap } from "../src/values";

const REVISION = "deployment.kubernetes.io/revision";

function assess(
  apiVersion: string,
  kind: string,
  object: KubeObject,
  view: Partial<Omit<View, "object">> = {},
): Readiness {
  const rule = ruleFor(apiVersion, kind)!;
  const base = { related: {}, unchangedFor: () => Number.POSITIVE_INFINITY, waitedFor: 0 };
  return rule.assess({ ...base, ...view, object: { apiVersion, kind, ...object } });
}

const deployment = (revision: string, status: PropertyMap, generation = 1): KubeObject => ({
  metadata: { name: "web", uid: "d", generation, annotations: { [REVISION]: revision } },
  status: { observedGeneration: generation, ...status },
});
const replicaSet = (revision: string, readyReplicas: number, replicas = 2): KubeObject => ({
  metadata: {
    name: `web-${revision}`,
    uid: `rs${revision}`,
    ownerReferences: [{ uid: "d" }],
    annotations: { [REVISION]: revision },
  },
  spec: { replicas },
  status: readyReplicas ? { readyReplicas } : {},
});
const condition = (type: string, status: string, reason = "", message = "") => ({
  type,
  status,
  reason,
  message,
});
const AVAILABLE = condition("Available", "True");
const PROGRESSED = condition("Progressing", "True", "NewReplicaSetAvailable");
const pod = (status: PropertyMap, owner = "rs1"): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p", namespace: "n", ownerReferences: [{ uid: owner }] },
  status,
});
const started = [condition("PodScheduled", "True"), condition("Initialized", "True")];

describe("a Deployment is ready", () => {
  const of = (object: KubeObject, ...replicaSets: KubeObject[]) =>
    assess("apps/v1", "Deployment", object, { related: { replicaSets } });

  it("when it is available and its first ReplicaSet has all its pods", () => {
    const object = deployment("1", { conditions: [AVAILABLE] });
    expect(of(object, replicaSet("1", 2)).ready).to.equal(true);
    const half = of(object, replicaSet("1", 1));
    expect(half.status[0]).to.equal("Waiting for app ReplicaSet to be available (1/2 Pods available)");
    expect(half.reasons).to.deep.equal([
      "Minimum number of Pods to consider the application live was not attained",
    ]);
    expect(of(object).ready).to.equal(false);
  });

  it("not before its controller has seen the newest generation", () => {
    const object = deployment("1", { conditions: [AVAILABLE], observedGeneration: 1 }, 2);
    expect(of(object, replicaSet("1", 2)).ready).to.equal(false);
  });

  it("after a rollout only when the new ReplicaSet is", () => {
    const old = replicaSet("1", 2);
    expect(
      of(deployment("2", { conditions: [AVAILABLE, PROGRESSED] }), old, replicaSet("2", 2)).ready,
    ).to.equal(true);
    expect(
      of(deployment("2", { conditions: [AVAILABLE, PROGRESSED] }), old, replicaSet("2", 0)).reasons,
    ).to.deep.equal([
      "Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live",
    ]);
    const busy = condition("Progressing", "True", "ReplicaSetUpdated");
    expect(of(deployment("2", { conditions: [AVAILABLE, busy] }), old, replicaSet("2", 2)).ready).to.equal(
      false,
    );
    const late = condition("Progressing", "False", "ProgressDeadlineExceeded", "it took too long");
    expect(
      of(deployment("2", { conditions: [AVAILABLE, late] }), old, replicaSet("2", 0)).reasons,
    ).to.deep.equal([
      "[ProgressDeadlineExceeded] it took too long",
      "Minimum number of Pods to consider the application live was not attained",
    ]);
  });

  it("with no pod at all when none is wanted", () => {
    expect(of(deployment("1", { conditions: [AVAILABLE] }), replicaSet("1", 0, 0)).ready).to.equal(true);
  });

  it("and otherwise says what its pods say, and not those of the ReplicaSet before", () => {
    const waiting = {
      name: "c",
      ready: false,
      state: { waiting: { reason: "ImagePullBackOff", message: "no such image" } },
    };
    const unready = condition("Ready", "False", "ContainersNotReady", "containers with unready status: [c]");
    const sick = (owner: string) =>
      pod({ conditions: [...started, unready], containerStatuses: [waiting] }, owner);
    const { reasons } = assess("apps/v1", "Deployment", deployment("1", {}), {
      related: { replicaSets: [replicaSet("1", 0)], pods: [sick("rs1"), sick("another")] },
    });
    expect(reasons).to.deep.equal([
      "Minimum number of live Pods was not attained",
      "[Pod n/p]: containers with unready status: [c][ImagePullBackOff] no such image",
    ]);
  });
});

describe("a Pod is ready", () => {
  it("when it says so or has done its work, and says before what it waits for", () => {
    const of = (status: PropertyMap) => assess("v1", "Pod", pod(status));
    const unscheduled = condition("PodScheduled", "False", "Unschedulable", "0/1 nodes are available");
    expect(of({ conditions: [unscheduled] }).status).to.deep.equal([
      'Waiting for Pod "n/p" to be scheduled',
      "0/1 nodes are available",
    ]);
    expect(of({ conditions: [...started, condition("Ready", "True")] }).ready).to.equal(true);
    const done = {
      phase: "Succeeded",
      conditions: [...started, condition("Ready", "False", "PodCompleted")],
    };
    expect(of(done).ready).to.equal(true);
    const crash = { exitCode: 3, reason: "Error", finishedAt: "2030-01-01T00:00:00Z" };
    const back = {
      name: "c",
      ready: false,
      state: { waiting: { reason: "CrashLoopBackOff", message: "back-off" } },
      lastState: { terminated: crash },
    };
    expect(
      of({ conditions: [...started, condition("Ready", "False")], containerStatuses: [back] }).reasons,
    ).to.deep.equal([
      '[Pod n/p]: [CrashLoopBackOff] back-off\ncontainer "c" terminated at 2030-01-01T00:00:00Z (Error: exit code 3)',
    ]);
  });
});

describe("a Service is ready", () => {
  const of = (
    spec: PropertyMap,
    subsets: PropertyMap[] | undefined,
    since = Number.POSITIVE_INFINITY,
    status: PropertyMap = {},
  ) =>
    assess(
      "v1",
      "Service",
      { metadata: { name: "s" }, spec, status },
      {
        related: { endpoints: subsets ? [{ metadata: { name: "s" }, subsets }] : [] },
        unchangedFor: () => since,
      },
    );
  const selector = { app: "a" };
  const ready = [{ addresses: [{ ip: "1" }] }];

  it("ten seconds after its endpoints were the last to change", () => {
    expect(of({ selector }, ready, 9_999).ready).to.equal(false);
    expect(of({ selector }, ready, 10_000).ready).to.equal(true);
    expect(of({ selector }, undefined, 10_000).ready).to.equal(false);
  });

  it("not while a pod of it is unready, but without any pod", () => {
    expect(of({ selector }, [{ notReadyAddresses: [{ ip: "1" }] }]).reasons[0]).to.include(
      "does not target any Pods",
    );
    expect(of({ selector }, [...ready, { notReadyAddresses: [{ ip: "2" }] }]).ready).to.equal(false);
    expect(of({ selector }, []).ready).to.equal(true);
  });

  it("at once when it selects no pod: headless, external or without a selector", () => {
    const specs: PropertyMap[] = [{}, { selector, clusterIP: "None" }, { selector, type: "ExternalName" }];
    for (const spec of specs) {
      expect(of(spec, undefined, 0).ready).to.equal(true);
    }
  });

  it("as a LoadBalancer only with an address", () => {
    const type = "LoadBalancer";
    expect(of({ selector, type }, ready).reasons).to.deep.equal([
      "Service was not allocated an IP address; does your cloud provider support this?",
    ]);
    const status = { loadBalancer: { ingress: [{ ip: "1" }] } };
    expect(of({ selector, type }, ready, Number.POSITIVE_INFINITY, status).ready).to.equal(true);
  });
});

describe("other kinds are ready", () => {
  it("a StatefulSet: when all its pods have the newest revision and are ready", () => {
    const of = (status: PropertyMap, generation = 2) =>
      assess("apps/v1", "StatefulSet", {
        metadata: { name: "s", uid: "u", generation },
        spec: { replicas: 2 },
        status,
      });
    const all = {
      observedGeneration: 2,
      replicas: 2,
      readyReplicas: 2,
      currentReplicas: 2,
      currentRevision: "b",
      updateRevision: "b",
    };
    expect(of(all).ready).to.equal(true);
    expect(of({ ...all, observedGeneration: 1 }).ready).to.equal(false);
    expect(
      of({ ...all, currentRevision: "a", currentReplicas: 1, updatedReplicas: 1 }).reasons,
    ).to.deep.equal([
      "1 out of 2 replicas succeeded readiness checks",
      'StatefulSet controller failed to advance from revision "a" to revision "b"',
    ]);
  });

  it("a DaemonSet: when every node has its newest pod", () => {
    const of = (status: PropertyMap) =>
      assess("apps/v1", "DaemonSet", { metadata: { name: "s", uid: "u", generation: 1 }, status });
    const all = {
      observedGeneration: 1,
      desiredNumberScheduled: 2,
      currentNumberScheduled: 2,
      updatedNumberScheduled: 2,
      numberAvailable: 2,
      numberReady: 2,
    };
    expect(of(all).ready).to.equal(true);
    expect(of({ ...all, numberAvailable: 1 }).status).to.deep.equal(["Available: 1/2"]);
    expect(of({}).ready).to.equal(false);
  });

  it("a Job: when it has completed; when it has failed for good there is no waiting", () => {
    const of = (...conditions: PropertyMap[]) =>
      assess("batch/v1", "Job", {
        metadata: { name: "j", uid: "u" },
        status: { startTime: "t", active: 1, conditions },
      });
    expect(of().status).to.deep.equal([
      'Waiting for Job "j" to succeed (Active: 1 | Succeeded: 0 | Failed: 0)',
    ]);
    expect(of(condition("Complete", "True")).ready).to.equal(true);
    const failed = of(condition("Failed", "True", "BackoffLimitExceeded", "too often"));
    expect([failed.hopeless, failed.reasons]).to.deep.equal([true, ["[BackoffLimitExceeded] too often"]]);
  });

  it("an Ingress: when its Services have endpoints and it has an address", () => {
    const paths = [{ path: "/", backend: { service: { name: "web" } } }];
    const spec = { rules: [{ host: "h", http: { paths } }] };
    const of = (ingress: PropertyMap[], names: string[], since: number) =>
      assess(
        "networking.k8s.io/v1",
        "Ingress",
        { metadata: { name: "i" }, spec, status: { loadBalancer: { ingress } } },
        {
          related: { endpoints: names.map((name) => ({ metadata: { name } })) },
          unchangedFor: () => since,
        },
      );
    expect(of([{ ip: "1" }], ["web"], 0).ready).to.equal(true);
    expect(of([], ["web"], 0).reasons[0]).to.include("was not updated with a hostname/IP address");
    expect(of([{ ip: "1" }], ["other"], 0).reasons).to.deep.equal([
      "Ingress has at least one rule with an unavailable target endpoint.",
    ]);
    expect(of([{ ip: "1" }], ["other"], 10_000).status).to.deep.equal(["✅ Ingress initialization complete"]);
  });

  it("a claim: when it is bound, or pending until its first pod", () => {
    const of = (phase: string, volumeBindingMode: string, before?: KubeObject) =>
      assess(
        "v1",
        "PersistentVolumeClaim",
        { status: { phase } },
        {
          related: { storageClass: [{ volumeBindingMode }] },
          ...(before ? { before } : {}),
        },
      ).ready;
    expect([of("Pending", "Immediate"), of("Bound", "Immediate")]).to.deep.equal([false, true]);
    expect([of("Pending", "WaitForFirstConsumer"), of("Bound", "WaitForFirstConsumer", {})]).to.deep.equal([
      true,
      true,
    ]);
  });

  it("others at once", () => {
    expect(ruleFor("v1", "ConfigMap")).to.equal(undefined);
    expect(assess("v1", "Secret", { type: "Opaque" }).ready).to.equal(true);
    expect(assess("v1", "Secret", { type: "kubernetes.io/service-account-token" }).ready).to.equal(false);
  });
});

describe("the annotation pulumi.com/waitFor", () => {
  const of = (annotation: string, object: PropertyMap) =>
    waitForRule(annotation).assess({ object, related: {}, unchangedFor: () => 0, waitedFor: 0 });
  const gateway: PropertyMap = {
    metadata: { generation: 2 },
    status: {
      phase: "Up",
      addresses: [{ value: "10.0.0.1" }],
      conditions: [
        { type: "Accepted", status: "True", observedGeneration: 2 },
        { type: "Programmed", status: "False" },
      ],
    },
  };

  it("waits for conditions", () => {
    expect(of("condition=Accepted", gateway).ready).to.equal(true);
    expect(of("condition=Programmed", gateway).status).to.deep.equal([
      'Waiting for condition "Programmed" to be "True", it is "False"',
    ]);
    expect(of("condition=Programmed=False", gateway).ready).to.equal(true);
    expect(of("condition=Accepted", { ...gateway, metadata: { generation: 3 } }).ready).to.equal(false);
  });

  it("waits for values at paths", () => {
    expect(of("jsonpath={.status.phase}=Up", gateway).ready).to.equal(true);
    expect(of("jsonpath={.status.phase}=Down", gateway).status).to.deep.equal([
      'Waiting for {.status.phase}=Down (found "Up")',
    ]);
    expect(of("jsonpath={.status.addresses[0].value}", gateway).ready).to.equal(true);
    expect(of('jsonpath={.status.conditions[?(@.type=="Accepted")].status}=True', gateway).ready).to.equal(
      true,
    );
    expect(of("jsonpath={.status.nothing}", gateway).ready).to.equal(false);
  });

  it("waits for all of several, and refuses what is neither", () => {
    expect(of('["condition=Accepted", "jsonpath={.status.phase}=Down"]', gateway).ready).to.equal(false);
    expect(() => waitForRule("Ready")).to.throw('expected a "jsonpath=" or "condition=" prefix, got "Ready"');
    expect(() => waitForRule("jsonpath=.status")).to.throw("should be wrapped in brackets");
    expect(() => waitForRule("[]")).to.throw("at least one condition");
  });
});

describe("a label selector", () => {
  it("finds what a workload selects", () => {
    const matchExpressions: PropertyMap[] = [
      { key: "tier", operator: "In", values: ["a", "b"] },
      { key: "old", operator: "DoesNotExist" },
      { key: "zone", operator: "Exists" },
    ];
    const selector = labelSelector({ matchLabels: { app: "x" }, matchExpressions });
    expect(selector).to.equal("app=x,tier in (a,b),!old,zone");
  });
});
