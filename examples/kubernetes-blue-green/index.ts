import { ImageBuild } from "@anew/images";
import { BlueGreenGroup } from "@anew/kubernetes";
import { Config } from "@pulumi/pulumi";

const config = new Config();
const nodeImage = config.get("nodeImage");

// Built and pushed when its content is new, and only then. The cluster's nodes pull it from there.
const image = new ImageBuild("web", {
  context: config.require("app"),
  repository: config.require("repository"),
  ...(nodeImage && { buildArgs: { NODE_IMAGE: nodeImage } }),
});

// Any change of what follows is a whole new generation: the traffic moves to it when it has proven healthy.
const web = new BlueGreenGroup("web", {
  image,
  namespace: config.require("namespace"),
  port: 8080,
  replicas: 2,
  env: { LOG_LEVEL: config.require("logLevel") },
  secretEnv: { DATABASE_URL: config.requireSecret("databaseUrl") },
  healthCheck: { path: "/healthz", interval: "250 milliseconds", healthyAfter: 2, timeout: "15 seconds" },
  drainTimeout: "10 seconds",
  keep: 1, // one old generation stays up: a rollback only moves the traffic
  listen: { port: config.requireNumber("port") },
});

export const url = web.url;
export const generation = web.generation;
