import { type AwsListen, ecs } from "@anew/aws";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { image } from "../support/aws-stack";

/** What a test changes of the program's group. */
export type GroupChange = Partial<Omit<ecs.BlueGreenGroupArgs, "listen">> & {
  readonly listen?: Partial<AwsListen>;
  /** Whether the group takes over a rule of somebody else's, which forwards to a target group of theirs. */
  readonly takesOver?: boolean;
};

/** A program with all that a group in ECS needs around it. */
export function ecsProgram(
  endpoint: string,
  change: GroupChange,
  options: pulumi.ComponentResourceOptions = {},
): Record<string, unknown> {
  const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16" });
  const subnets = ["a", "b"].map(
    (zone, index) =>
      new aws.ec2.Subnet(`shop-${zone}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${index}.0/24`,
        availabilityZone: `us-east-1${zone}`,
      }),
  );
  const group = new aws.ec2.SecurityGroup("shop", { vpcId: vpc.id });
  const balancer = new aws.lb.LoadBalancer("shop", {
    subnets: subnets.map(({ id }) => id),
    securityGroups: [group.id],
  });
  const listeners = [80, 9000].map(
    (port) =>
      new aws.lb.Listener(`shop-${port}`, {
        loadBalancerArn: balancer.arn,
        port,
        defaultActions: [
          { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } },
        ],
      }),
  );
  const cluster = new aws.ecs.Cluster("shop");
  const { listen, preview, takesOver = false, ...others } = change;
  const theirs = takesOver ? declareTheirs(listeners[0]?.arn ?? "", vpc.id) : undefined;
  const web = new ecs.BlueGreenGroup(
    "web",
    {
      image: image(1),
      port: 8080,
      replicas: 2,
      cluster: cluster.name,
      network: { vpc: vpc.id, subnets: subnets.map(({ id }) => id), securityGroups: [group.id] },
      healthCheck: { path: "/healthz", interval: "1 second", healthyAfter: 2, timeout: "30 seconds" },
      drainTimeout: "10 seconds",
      connection: { endpoint, region: "us-east-1" },
      listen: {
        port: 80,
        ...(theirs ? { rule: theirs.arn } : { listener: listeners[0]?.arn ?? "" }),
        ...listen,
      },
      ...(preview && { preview: { ...preview, listener: listeners[1]?.arn ?? "" } }),
      ...others,
    },
    options,
  );
  return { url: web.url, generation: web.generation, history: web.history };
}

/** What another program owns: it leaves the rule's forwarding alone. */
function declareTheirs(listenerArn: pulumi.Input<string>, vpcId: pulumi.Input<string>): aws.lb.ListenerRule {
  const targetGroup = new aws.lb.TargetGroup("theirs", {
    vpcId,
    targetType: "ip",
    port: 8080,
    protocol: "HTTP",
  });
  return new aws.lb.ListenerRule(
    "theirs",
    {
      listenerArn,
      priority: 7,
      conditions: [{ pathPattern: { values: ["/*"] } }],
      actions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      // Only for the test to find it by.
      tags: { "dev.anew.group": "web" },
    },
    { ignoreChanges: ["actions"] },
  );
}
