import * as aws from "@pulumi/aws";
import { subnetIds, vpc } from "./network";

const everybody = ["0.0.0.0/0"];

const balancerGroup = new aws.ec2.SecurityGroup("balancer", {
  vpcId: vpc.id,
  ingress: [
    { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: everybody },
    // The test listener: from inside of the network only.
    { protocol: "tcp", fromPort: 9000, toPort: 9000, cidrBlocks: ["10.0.0.0/16"] },
  ],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: everybody }],
});

// Tasks are reached through the load balancer only.
export const taskGroup = new aws.ec2.SecurityGroup("tasks", {
  vpcId: vpc.id,
  ingress: [{ protocol: "tcp", fromPort: 8080, toPort: 8080, securityGroups: [balancerGroup.id] }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: everybody }],
});

const balancer = new aws.lb.LoadBalancer("shop", {
  subnets: subnetIds,
  securityGroups: [balancerGroup.id],
});

// What belongs to no group is answered with 404. A real service has a certificate, and port 80 leads to 443.
const notFound = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", messageBody: "not found", statusCode: "404" },
};

export const listener = new aws.lb.Listener("http", {
  loadBalancerArn: balancer.arn,
  port: 80,
  defaultActions: [notFound],
});

export const testListener = new aws.lb.Listener("test", {
  loadBalancerArn: balancer.arn,
  port: 9000,
  protocol: "HTTP",
  defaultActions: [notFound],
});
