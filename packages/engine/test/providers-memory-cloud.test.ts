import * as pulumi from "@pulumi/pulumi";
import { expect, use } from "chai";
import { MemoryCloud, TestStack } from "../src/index";
import { anewAssertions } from "../src/testing/chai";

use(anewAssertions);

/** A resource as a provider's SDK registers it: its outputs are named. */
class Resource extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;
  constructor(type: string, name: string, args: pulumi.Inputs, options?: pulumi.CustomResourceOptions) {
    super(type, name, { arn: undefined, ...args }, options);
  }
}

/** A web service on ECS behind a load balancer. */
function service(image: string, port: number) {
  const cluster = new Resource("aws:ecs/cluster:Cluster", "cluster", {});
  const task = new Resource("aws:ecs/taskDefinition:TaskDefinition", "task", {
    family: "web",
    containerDefinitions: JSON.stringify([{ name: "web", image }]),
  });
  const balancer = new Resource("aws:lb/loadBalancer:LoadBalancer", "lb", {
    subnets: ["subnet-1", "subnet-2"],
  });
  const targets = new Resource("aws:lb/targetGroup:TargetGroup", "targets", {
    port,
    protocol: "HTTP",
    vpcId: "vpc-1",
  });
  const listener = new Resource("aws:lb/listener:Listener", "listener", {
    loadBalancerArn: balancer.arn,
    port: 80,
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  const loadBalancers = [{ targetGroupArn: targets.arn, containerName: "web", containerPort: port }];
  const options = { dependsOn: listener };
  new Resource(
    "aws:ecs/service:Service",
    "service",
    { cluster: cluster.arn, taskDefinition: task.arn, desiredCount: 2, loadBalancers },
    options,
  );
}

describe("clouds in memory, run by the engine", () => {
  it("release a service on aws: a new task definition, then the service in place, then the old one goes", async () => {
    const cloud = new MemoryCloud();
    let image = "web:1";
    let port = 8080;
    const stack = new TestStack({ program: () => service(image, port), providers: cloud.providers });
    expect(await stack.up()).to.create.only("cluster", "task", "lb", "targets", "listener", "service");
    expect(await stack.up()).to.have.noChanges;

    image = "web:2";
    const release = ["create-replacement task", "replace task", "update service", "delete-replaced task"];
    expect(await stack.preview()).to.runExactly(release);
    expect(await stack.up()).to.runExactly(release);

    port = 9090;
    const plan = await stack.preview();
    expect(plan).to.replace.only("targets").and.to.update.only("listener", "service");
    expect(plan).to.runInOrder(["create-replacement targets", "update listener", "delete-replaced targets"]);
    expect((await stack.up()).error).to.equal(undefined);
    expect((await stack.destroy()).error).to.equal(undefined);
    expect(cloud.store.list()).to.deep.equal([]);
  });

  it("release a service on kubernetes: a new ConfigMap makes the Deployment roll", async () => {
    const cloud = new MemoryCloud();
    let level = "info";
    const program = () => {
      const config = new Resource("kubernetes:core/v1:ConfigMap", "config", {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: undefined,
        data: { LOG_LEVEL: level },
      });
      const { metadata } = config as unknown as { metadata: pulumi.Output<{ name: string }> };
      const spec = { containers: [{ name: "web", envFrom: [{ configMapRef: { name: metadata.name } }] }] };
      new Resource("kubernetes:apps/v1:Deployment", "web", {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "web" },
        spec: { selector: { matchLabels: { app: "web" } }, template: { spec } },
      });
    };
    const stack = new TestStack({ program, providers: cloud.providers });
    expect((await stack.up()).error).to.equal(undefined);
    expect(await stack.up()).to.have.noChanges;
    level = "debug";
    const plan = await stack.preview();
    const release = ["create-replacement config", "replace config", "update web", "delete-replaced config"];
    expect(plan).to.runExactly(release);
    expect(await stack.up()).to.runExactly(release);
  });

  it("share one store and one list of faults", async () => {
    const cloud = new MemoryCloud();
    cloud.faults.add(
      { operation: "create", type: "aws:s3/bucket:Bucket" },
      { kind: "fail", message: "AccessDenied" },
    );
    const stack = new TestStack({
      program: () => {
        const volume = new Resource("docker:index/volume:Volume", "data", {});
        new Resource("aws:s3/bucket:Bucket", "files", {}, { dependsOn: volume });
      },
      providers: cloud.providers,
    });
    expect((await stack.up()).error).to.contain("AccessDenied");
    expect(cloud.store.takeEffects().map(({ operation, name }) => `${operation} ${name}`)).to.deep.equal([
      "create data",
    ]);
  });
});
