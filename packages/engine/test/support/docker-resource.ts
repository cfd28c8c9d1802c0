import * as pulumi from "@pulumi/pulumi";

const TYPES = {
  Container: "docker:index/container:Container",
  Network: "docker:index/network:Network",
  Volume: "docker:index/volume:Volume",
  RemoteImage: "docker:index/remoteImage:RemoteImage",
} as const;

/** A resource of the package docker as @pulumi/docker registers it, without that package. */
export class DockerResource extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly networkDatas: pulumi.Output<readonly { networkName: string }[]>;

  constructor(
    type: keyof typeof TYPES,
    name: string,
    args: pulumi.Inputs,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(
      TYPES[type],
      name,
      { name: undefined, networkDatas: undefined, ...args },
      { version: "5.2.0", ...options },
    );
  }
}
