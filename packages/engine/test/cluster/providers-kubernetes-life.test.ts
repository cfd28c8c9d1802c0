import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { isNotFound } from "../../src/providers/kubernetes/api-error";
import { at, nameOf } from "../../src/providers/kubernetes/object";
import type { TestResult } from "../../src/test-stack";
import { KubernetesNamespace, PAUSE_IMAGE } from "../support/kubernetes-namespace";

const labels = { app: "web" };

describe("the kubernetes provider on a real cluster", function () {
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

  it("runs a Deployment with its ConfigMap and Service through its whole life", async () => {
    let version = "1";
    let replicas = 1;
    const stack = place.stack(() => {
      const settings = new k8s.core.v1.ConfigMap("settings", { data: { version } });
      const web = new k8s.apps.v1.Deployment("web", {
        spec: {
          replicas,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              terminationGracePeriodSeconds: 0,
              containers: [
                {
                  name: "web",
                  image: PAUSE_IMAGE,
                  imagePullPolicy: "Never",
                  env: [{ name: "EMPTY", value: "" }],
                  envFrom: [{ configMapRef: { name: settings.metadata.name } }],
                  resources: { requests: { cpu: "0.01", memory: "1024Ki" } },
                },
              ],
            },
          },
        },
      });
      const service = new k8s.core.v1.Service("web", { spec: { selector: labels, ports: [{ port: 80 }] } });
      return {
        deployment: web.metadata.name,
        settings: settings.metadata.name,
        service: service.metadata.name,
        address: service.spec.clusterIP,
        ready: web.status.readyReplicas,
      };
    });
    const each = (op: string) => [`${op} settings`, `${op} web`, `${op} web`];
    expect(succeeds(await stack.preview())).to.have.members(each("create"));
    expect(await place.list("apps/v1", "Deployment")).to.deep.equal([]);

    const first = await stack.up();
    expect(succeeds(first)).to.have.members(each("create"));
    expect(first.outputs.ready).to.equal(1);
    expect(first.outputs.address).to.match(/^\d+\.\d+\.\d+\.\d+$/);
    const name = String(first.outputs.deployment);
    expect(name).to.match(/^web-[0-9a-f]{8}$/);
    expect(at(await place.get("apps/v1", "Deployment", name), "status", "readyReplicas")).to.equal(1);

    expect(succeeds(await stack.up())).to.have.members(each("same"));
    expect(succeeds(await stack.refresh())).to.have.members(each("refresh"));
    expect(succeeds(await stack.preview())).to.have.members(each("same"));

    replicas = 2;
    expect(succeeds(await stack.preview())).to.include("update web");
    const scaled = await stack.up();
    expect(succeeds(scaled).filter((line) => !line.startsWith("same"))).to.deep.equal(["update web"]);
    expect([scaled.outputs.deployment, scaled.outputs.ready]).to.deep.equal([name, 2]);

    version = "2";
    const released = await stack.up();
    const changes = succeeds(released).filter((line) => !line.startsWith("same"));
    expect(changes).to.deep.equal([
      "create-replacement settings",
      "replace settings",
      "update web",
      "delete-replaced settings",
    ]);
    expect(released.outputs.settings).to.not.equal(first.outputs.settings);
    expect((await place.list("v1", "ConfigMap")).map(nameOf)).to.not.include(first.outputs.settings);

    succeeds(await stack.destroy());
    for (const kind of ["Deployment", "ReplicaSet"])
      expect(await place.list("apps/v1", kind)).to.deep.equal([]);
    expect(await place.list("v1", "Pod")).to.deep.equal([]);
  });

  it("deletes first what must keep the name that the program gives", async () => {
    let version = "1";
    const stack = place.stack(() => {
      const metadata = { name: "fixed" };
      new k8s.core.v1.ConfigMap("fixed", { metadata, data: { version } });
    });
    succeeds(await stack.up());
    version = "2";
    const replacement = ["delete-replaced fixed", "replace fixed", "create-replacement fixed"];
    expect(succeeds(await stack.preview())).to.deep.equal(replacement);
    expect(succeeds(await stack.up())).to.deep.equal(replacement);
    expect((await place.get("v1", "ConfigMap", "fixed")).data).to.deep.equal({ version: "2" });
    succeeds(await stack.destroy());
  });

  it("corrects what another hand changed, and makes again what is gone", async () => {
    const stack = place.stack(() => {
      const metadata = { name: "drift", labels: { is: "ours" } };
      new k8s.core.v1.ServiceAccount("drift", { metadata });
    });
    succeeds(await stack.up());
    const live = () => place.get("v1", "ServiceAccount", "drift");
    await place.merge("v1", "ServiceAccount", "drift", {
      metadata: { labels: { is: "theirs", more: "yes" } },
    });
    // What is written down is compared, so that a change by hand shows after a refresh.
    expect(succeeds(await stack.up())).to.deep.equal(["same drift"]);
    succeeds(await stack.refresh());
    expect(succeeds(await stack.preview())).to.deep.equal(["update drift"]);
    const refused = await stack.up();
    expect(refused.error).to.not.equal(undefined);
    expect(refused.failures[0]?.message).to.include('conflict with "another-hand"');
    await place.cluster.delete(await live(), "drift", "Background");
    succeeds(await stack.refresh());
    expect(succeeds(await stack.up())).to.deep.equal(["create drift"]);
    expect(at(await live(), "metadata", "labels")).to.deep.equal({ is: "ours" });
    succeeds(await stack.destroy());
    // A second time there is nothing to delete, and that is fine.
    succeeds(await stack.destroy());
  });

  it("takes over an object that is there, by its id", async () => {
    const given = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "there", namespace: place.name },
      data: { a: "1" },
    };
    await place.cluster.create(given, { fieldManager: "another-hand" });
    const stack = place.stack(() => {
      const metadata = { name: "there", namespace: place.name };
      const options = { import: `${place.name}/there` };
      new k8s.core.v1.ConfigMap("there", { metadata, data: { a: "1" } }, options);
    });
    expect(succeeds(await stack.up())).to.deep.equal(["import there"]);
    expect(succeeds(await stack.up())).to.deep.equal(["same there"]);
    succeeds(await stack.destroy());
    expect(await place.get("v1", "ConfigMap", "there").catch(isNotFound)).to.equal(true);
  });

  it("keeps secrets out of the state, and gives them to the cluster", async () => {
    const stack = place.stack(() => {
      const password = pulumi.secret("swordfish");
      new k8s.core.v1.Secret("pass", { metadata: { name: "pass" }, stringData: { password } });
      new k8s.core.v1.ConfigMap("map", { metadata: { name: "map" }, data: { password } });
    });
    succeeds(await stack.up());
    const encoded = Buffer.from("swordfish").toString("base64");
    const stored = await stack.stored();
    expect(stored).to.not.include("swordfish");
    expect(stored).to.not.include(encoded);
    expect((await place.get("v1", "Secret", "pass")).data).to.deep.equal({ password: encoded });
    succeeds(await stack.refresh());
    expect(await stack.stored()).to.not.include(encoded);
    expect(succeeds(await stack.up())).to.have.members(["same pass", "same map"]);
    succeeds(await stack.destroy());
  });

  it("makes objects of a custom kind together with the kind itself", async () => {
    const group = `${place.name}.example.com`;
    let size = 1;
    const stack = place.stack(() => {
      const schema = {
        openAPIV3Schema: {
          type: "object",
          properties: { spec: { type: "object", properties: { size: { type: "integer" } } } },
        },
      };
      const kind = new k8s.apiextensions.v1.CustomResourceDefinition("things", {
        metadata: { name: `things.${group}` },
        spec: {
          group,
          scope: "Namespaced",
          names: { plural: "things", kind: "Thing" },
          versions: [{ name: "v1", served: true, storage: true, schema }],
        },
      });
      const apiVersion = `${group}/v1`;
      new k8s.apiextensions.CustomResource(
        "one",
        { apiVersion, kind: "Thing", spec: { size } },
        { dependsOn: kind },
      );
    });
    expect(succeeds(await stack.preview())).to.deep.equal(["create things", "create one"]);
    expect(succeeds(await stack.up())).to.deep.equal(["create things", "create one"]);
    expect(succeeds(await stack.up())).to.deep.equal(["same things", "same one"]);
    size = 2;
    expect(succeeds(await stack.up())).to.deep.equal(["same things", "update one"]);
    const [one] = await place.list(`${group}/v1`, "Thing");
    expect(at(one, "spec", "size")).to.equal(2);
    succeeds(await stack.destroy());
  });
});
