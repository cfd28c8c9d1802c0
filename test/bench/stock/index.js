// What a release is without Anew: one container, replaced by another.
const docker = require("@pulumi/docker");
const pulumi = require("@pulumi/pulumi");

const config = new pulumi.Config();
const labels = [{ label: "dev.anew.project", value: pulumi.getProject() }];
const network = new docker.Network("web", { labels });

new docker.Container("web", {
  image: config.require("image"),
  envs: [`VERSION=${config.require("version")}`],
  labels,
  networksAdvanced: [{ name: network.name }],
  ports: [{ internal: 8080, external: config.requireNumber("port"), ip: "127.0.0.1" }],
});
