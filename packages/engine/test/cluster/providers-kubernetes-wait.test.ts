import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import type { EventListener } from "../../src/events";
import { at, nameOf } from "../../src/providers/kubernetes/object";
import type { TestResult } from "../../src/test-stack";
import { KubernetesNamespace, PAUSE_IMAGE } from "../support/kubernetes-namespace";

const NO_IMAGE = "anew.local/there-is-no-such-image:1";

describe("the kubernetes provider's waits on a real cluster", function () {
  this.timeout(120_000);
  let place: KubernetesNamespace;

  before(async function () {
    place = await KubernetesNamespace.make(this);
  });
  after(() => place?.remove());

  const succeeds = (result: TestResult): readonly string[] => {
    expect(result.error, result.failures.map((one) => one.message).join("\n")).to.equal(undefined);
    return result.lines;
  };
  const template = (name: string, image: string) => ({
    metadata: { labels: { app: name } },
    spec: { terminationGracePeriodSeconds: 0, containers: [{ name: "c", image, imagePullPolicy: "Never" }] },
  });
  const deployment = (name: string, image: string, annotations: Record<string, string> = {}) => ({
    metadata: { name, annotations },
    spec: { selector: { matchLabels: { app: name } }, template: template(name, image) },
  });

  it("reports a rollout that does not become ready, keeps its state, and waits again with the repair", async () => {
    let image = PAUSE_IMAGE;
    const stack = place.stack(() => {
      const options = { customTimeouts: { create: "60s", update: "4s" } };
      const web = new k8s.apps.v1.Deployment("web", deployment("web", image), options);
      return { ready: web.status.readyReplicas };
    });
    succeeds(await stack.up());
    image = NO_IMAGE;
    const progress: string[] = [];
    const failed = await stack.up({
      onEvent: (event) => event.kind === "message" && event.ephemeral && progress.push(event.message),
    });
    expect(failed.failures[0]?.message).to.include(
      "failed to fully initialize or become live: 'web' timed out",
    );
    const text = failed.messages.map((one) => one.message).join("\n");
    expect(text).to.include("Minimum number of Pods to consider the application live was not attained");
    expect(text).to.include("[ErrImageNeverPull]");
    expect(progress).to.include("Waiting for app ReplicaSet to be available (0/1 Pods available)");
    const state = (await stack.state()).resources?.find(
      (one) => one.type === "kubernetes:apps/v1:Deployment",
    );
    expect(state?.initErrors).to.be.an("array").that.has.length.greaterThan(1);
    expect(at(state?.outputs as never, "spec", "template", "spec", "containers", 0, "image")).to.equal(
      NO_IMAGE,
    );

    // The same again: nothing differs, and yet it waits, and fails again.
    const again = await stack.up();
    expect([again.lines, again.error !== undefined]).to.deep.equal([["update web"], true]);
    image = PAUSE_IMAGE;
    const repaired = await stack.up();
    expect(succeeds(repaired)).to.deep.equal(["update web"]);
    expect(repaired.outputs.ready).to.equal(1);
    expect(succeeds(await stack.up())).to.deep.equal(["same web"]);
    succeeds(await stack.destroy());
  });

  it("records what was created but is not ready, and replaces nothing to repair it", async () => {
    let image = NO_IMAGE;
    const annotations = { "pulumi.com/timeoutSeconds": "3" };
    const stack = place.stack(
      () => void new k8s.apps.v1.Deployment("bad", deployment("bad", image, annotations)),
    );
    const failed = await stack.up();
    expect(failed.failures[0]?.message).to.include(
      "was successfully created, but the Kubernetes API server reported",
    );
    const { metadata } = await place.get("apps/v1", "Deployment", "bad");
    // A refresh looks, too.
    const refreshed = await stack.refresh();
    expect(refreshed.messages.map((one) => one.message).join()).to.include(
      "created but failed to initialize",
    );
    image = PAUSE_IMAGE;
    annotations["pulumi.com/timeoutSeconds"] = "60";
    expect(succeeds(await stack.up())).to.deep.equal(["update bad"]);
    expect(at(await place.get("apps/v1", "Deployment", "bad"), "metadata", "uid")).to.equal(
      at(metadata!, "uid"),
    );
    succeeds(await stack.destroy());
  });

  it("does not wait when it is told not to", async () => {
    const annotations = { "pulumi.com/skipAwait": "true" };
    const stack = place.stack(
      () => void new k8s.apps.v1.Deployment("quick", deployment("quick", NO_IMAGE, annotations)),
    );
    expect(succeeds(await stack.up())).to.deep.equal(["create quick"]);
    succeeds(await stack.destroy());
  });

  it("waits for what the program says", async () => {
    const annotations = { "pulumi.com/waitFor": "jsonpath={.metadata.labels.go}=yes" };
    const stack = place.stack(
      () => void new k8s.core.v1.ConfigMap("signal", { metadata: { name: "signal", annotations } }),
    );
    const running = stack.up();
    const seen = async (): Promise<void> => {
      const names = (await place.list("v1", "ConfigMap")).map(nameOf);
      if (!names.includes("signal")) return seen();
    };
    await seen();
    let isOver = false;
    running.finally(() => (isOver = true));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(isOver).to.equal(false);
    await place.merge("v1", "ConfigMap", "signal", { metadata: { labels: { go: "yes" } } });
    succeeds(await running);
    succeeds(await stack.destroy());
  });

  it("waits for a Job's end, and not any longer when it has failed for good", async () => {
    const spec = {
      activeDeadlineSeconds: 1,
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: "Never",
          terminationGracePeriodSeconds: 0,
          containers: [{ name: "c", image: PAUSE_IMAGE, imagePullPolicy: "Never" }],
        },
      },
    };
    const stack = place.stack(() => void new k8s.batch.v1.Job("job", { metadata: { name: "job" }, spec }));
    const failed = await stack.up();
    const text = failed.messages.map((one) => one.message).join("\n");
    expect(text).to.match(/\[DeadlineExceeded\] Job was active longer than specified deadline/);
    succeeds(await stack.destroy());
  });

  it("waits for a namespace that comes while it tries", async () => {
    const namespace = `${place.name}-late`;
    const stack = place.stack(() => void new k8s.core.v1.ConfigMap("early", { metadata: { namespace } }));
    let sawRetry = () => {};
    const retried = new Promise<void>((resolve) => {
      sawRetry = resolve;
    });
    const onEvent: EventListener = (event) => {
      if (event.kind === "message" && event.message.startsWith("Retry #0; creation failed")) sawRetry();
    };
    const running = stack.up({ onEvent });
    await Promise.race([retried, running]);
    const late = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
    await place.cluster.create(late, {});
    try {
      expect(succeeds(await running)).to.deep.equal(["create early"]);
      succeeds(await stack.destroy());
    } finally {
      await place.cluster.delete(late, namespace, "Background");
    }
  });

  it("waits until a namespace is gone with all that is in it", async () => {
    const stack = place.stack(() => {
      const namespace = new k8s.core.v1.Namespace("inner", { metadata: { name: `${place.name}-inner` } });
      new k8s.core.v1.ConfigMap("map", { metadata: { namespace: namespace.metadata.name } });
    });
    expect(succeeds(await stack.preview())).to.deep.equal(["create inner", "create map"]);
    succeeds(await stack.up());
    succeeds(await stack.destroy());
    const names = (await place.cluster.list("v1", "Namespace", "")).map(nameOf);
    expect(names).to.not.include(`${place.name}-inner`);
  });

  it("goes on after a kill: what was being created is made again, what was being updated is finished", async () => {
    let replicas = 1;
    const stack = place.stack(() => {
      const { metadata, spec } = deployment("killed", PAUSE_IMAGE);
      new k8s.apps.v1.Deployment("killed", { metadata, spec: { ...spec, replicas } });
    });
    succeeds(await stack.up());
    replicas = 2;
    const crash = { when: "after", op: "update", name: "killed" } as const;
    await stack.up({ crash });
    expect(succeeds(await stack.up())).to.deep.equal(["update killed"]);
    expect(at(await place.get("apps/v1", "Deployment", "killed"), "spec", "replicas")).to.equal(2);
    expect(succeeds(await stack.up())).to.deep.equal(["same killed"]);
    succeeds(await stack.destroy());
  });
});
