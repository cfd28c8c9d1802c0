import { ecs } from "@anew/aws";
import * as aws from "@pulumi/aws";
import { Config, interpolate } from "@pulumi/pulumi";
import { database } from "./database";
import { executionRole, logGroup } from "./execution";
import { listener, taskGroup, testListener } from "./load-balancer";
import { subnetIds, vpc } from "./network";

const config = new Config();

const cluster = new aws.ecs.Cluster("shop");

// Any change of what follows is a whole new generation: the traffic moves to it when it has proven healthy.
const web = new ecs.BlueGreenGroup("web", {
  image: config.require("image"), // by digest
  port: 8080,
  replicas: 2,
  resources: { cpu: 0.25, memory: "512 MiB" },
  env: { LOG_LEVEL: config.require("logLevel") },
  secretEnv: {
    DATABASE_URL: interpolate`postgres://web:${config.requireSecret("databasePassword")}@${database.endpoint}/shop`,
  },
  // Fargate takes its time to start a task.
  healthCheck: { path: "/healthz", interval: "5 seconds", healthyAfter: 2, timeout: "5 minutes" },
  drainTimeout: "30 seconds",
  keep: 1, // one old generation stays up: a rollback only moves the traffic
  cluster: cluster.name,
  network: { vpc: vpc.id, subnets: subnetIds, securityGroups: [taskGroup.id], publicIp: true },
  executionRole: executionRole.arn,
  logs: { group: logGroup.name },
  listen: { port: 80, listener: listener.arn },
  // Who may reach port 9000 sees a new generation before it gets traffic.
  preview: { port: 9000, listener: testListener.arn, probe: "none" },
});

export const url = web.url;
export const previewUrl = web.previewUrl;
export const generation = web.generation;
