// The program of the bench: one group, released again and again by its configuration.
const { BlueGreenGroup } = require("@anew/docker");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();
const health = config.requireObject("health");

const web = new BlueGreenGroup("web", {
  image: config.require("image"),
  port: 8080,
  env: { VERSION: config.require("version") },
  healthCheck: { path: "/healthz", ...health, timeout: "30 seconds" },
  drainTimeout: "10 seconds",
  gracePeriod: "2 seconds",
  keep: 1,
  listen: { port: config.requireNumber("port") },
});

exports.url = web.url;
