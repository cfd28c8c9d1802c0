// The program of the end-to-end tests: declares what program.json, beside it, says.
const { readFileSync, writeFileSync } = require("node:fs");
const { BlueGreenGroup, HostRouter, ImmutableService } = require("@anew/docker");
const { ImageBuild } = require("@anew/images");
const pulumi = require("@pulumi/pulumi");

// So that a test can kill it.
writeFileSync("program.pid", String(process.pid));

const { groups, services, router, newerLibrary, build } = JSON.parse(readFileSync("program.json", "utf8"));
if (newerLibrary) require("./newer-library.js");
const config = new pulumi.Config();
const image = build ? new ImageBuild("image", build) : config.require("image");
const secretEnv = { SECRET: config.requireSecret("secret") };
const healthCheck = { interval: "100 milliseconds", timeout: "8 seconds" };

const options = ({ protect, aliases }) => ({ ...(protect && { protect }), ...(aliases && { aliases }) });
const shared =
  router &&
  new HostRouter(
    "router",
    { ...router.args, image: config.require("router"), address: "127.0.0.1" },
    options(router),
  );

for (const [name, { args, ...more }] of Object.entries(groups ?? {})) {
  const { healthCheck: check, ...rest } = args;
  const group = new BlueGreenGroup(
    name,
    {
      image,
      secretEnv,
      port: 8080,
      healthCheck: { path: "/healthz", ...healthCheck, ...check },
      gracePeriod: "1 second",
      drainTimeout: "5 seconds",
      ...(shared && { router: shared }),
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
    { image, gracePeriod: "1 second", healthCheck: { ...healthCheck, ...check }, ...rest },
    options(more),
  );
  exports[name] = { generation: service.generation, history: service.history };
}
