// The program of the tests that kill: declares what program.json, beside it, says.
const { readFileSync } = require("node:fs");
const { MachineImage } = require("@anew/images");
const { Config } = require("@pulumi/pulumi");

const image = new MachineImage("web", {
  ...JSON.parse(readFileSync("program.json", "utf8")),
  secretVariables: { password: new Config().requireSecret("secret") },
});
module.exports = { imageId: image.imageId, reused: image.reused };
