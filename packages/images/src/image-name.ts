import type * as pulumi from "@pulumi/pulumi";

/** The digits of the hash in a logical name, as many as a generation's id has. */
const HASH_IN_NAME = /^[0-9a-f]{8}$/;

/** The part of a content hash that stands in a logical name. */
function hashInName(contentHash: string): string {
  return contentHash.slice(0, 8);
}

/** The logical name of an image: its build's, and the content. */
function imageName(build: string, digits: string): string {
  return `${build}-${digits}`;
}

/** Options of every image's resource: it is left behind, never deleted. */
function imageOptions(build: pulumi.Resource): pulumi.CustomResourceOptions {
  return {
    parent: build,
    retainOnDelete: true,
    deleteBeforeReplace: false,
    // Both are inherited. A protected image could never be left behind by the next one.
    protect: false,
    additionalSecretOutputs: ["connection"],
  };
}

export { HASH_IN_NAME, hashInName, imageName, imageOptions };
