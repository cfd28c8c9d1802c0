// The program of the end-to-end tests on a cluster: declares what program.json, beside it, says.
const { readFileSync, writeFileSync } = require("node:fs");
const { BlueGreenGroup, ImmutableService } = require("@anew/kubernetes");
const kubernetes = require("@pulumi/kubernetes");
const pulumi = require("@pulumi/pulumi");

// So that a test can kill it.
writeFileSync("program.pid", String(process.pid));

const { groups, services, objects } = JSON.parse(readFileSync("program.json", "utf8"));
const config = new pulumi.Config();
const image = config.require("image");
const namespace = config.require("namespace");
const secretEnv = { SECRET: config.requireSecret("secret") };
const healthCheck = { interval: "200 milliseconds", timeout: "40 seconds" };

const options = ({ protect, aliases }) => ({ ...(protect && { protect }), ...(aliases && { aliases }) });

for (const [name, object] of Object.entries(objects ?? {})) {
  const { metadata, ...rest } = object;
  new kubernetes.apiextensions.CustomResource(name, { ...rest, metadata: { namespace, ...metadata } });
}
for (const [name, { args, ...more }] of Object.entries(groups ?? {})) {
  const { healthCheck: check, ...rest } = args;
  const group = new BlueGreenGroup(
    name,
    {
      image,
      namespace,
      secretEnv,
      port: 8080,
      healthCheck: { path: "/healthz", ...healthCheck, ...check },
      gracePeriod: "2 seconds",
      drainTimeout: "20 seconds",
      listen: { port: 80 },
      ...rest,
    },
    options(more),
  );
  exports[name] = {
    url: group.url,
    previewUrl: group.previewUrl,
    generation: group.generation,
    history: group.history,
  };
}
for (const [name, { args, ...more }] of Object.entries(services ?? {})) {
  const { healthCheck: check, ...rest } = args;
  const service = new ImmutableService(
    name,
    {
      image,
      namespace,
      gracePeriod: "2 seconds",
      healthCheck: { ...healthCheck, ...check },
      ...rest,
    },
    options(more),
  );
  exports[name] = { generation: service.generation, history: service.history };
}
