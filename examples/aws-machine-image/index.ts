import { MachineImage } from "@anew/images";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const aws = new pulumi.Config("aws");
const region = aws.get("region");
const endpoint = config.get("endpoint");

/** The whole machine, by the hash of the template, the playbook, its roles and the variables. */
const image = new MachineImage("web", {
  context: config.get("image") ?? "./image",
  variables: { base_ami: config.require("baseAmi"), greeting: config.get("greeting") ?? "Hello" },
  connection: { ...(region && { region }), ...(endpoint && { endpoint }) },
});

export const imageId = image.imageId;
export const contentHash = image.contentHash;
export const reused = image.reused;
